import type { Button, Form, Link } from './html.ts';

/** What a button or link means to somebody who is asked for permission. */
export type Meaning = 'yes' | 'no' | 'go on' | 'sign out' | 'other';

const words = (list: string): string =>
  list
    .trim()
    .split(/\s*\|\s*/)
    .join('|');
/** One of these words at the beginning, whole; scripts without spaces between words need not end there. */
const beginsWith = (list: string, cjk: string): RegExp =>
  new RegExp(`^[^\\p{L}]*(?:(?:${words(list)})(?!\\p{L})|(?:${words(cjk)}))`, 'iu');

const YES = beginsWith(
  `yes | i agree | i accept | i approve | i authori[sz]e | i consent | i allow
  | allow | approve | authori[sz]e | accept | grant | agree | consent | permit | confirm | give access
  | ja | erlauben | zulassen | genehmigen | zustimmen | akzeptieren | autorisieren | bestätigen
  | oui | autoriser | accepter | approuver | permettre | confirmer
  | sí | si | permitir | autorizar | aceptar | aprobar | confirmar | sim | aceitar | aprovar
  | sì | consenti | autorizza | accetta | approva | conferma | toestaan | accepteren | goedkeuren | machtigen
  | tak | zezwól | zezwalam | akceptuję | akceptuj | zatwierdź | tillåt | godkänn | tillad | godkend | tillat | salli
  | разрешить | да | принять | подтвердить | izin ver | kabul et | onayla`,
  '許可|承認|同意|はい|允许|允許|授权|授權|批准|接受|허용|승인|동의|수락',
);
const NO = beginsWith(
  `no | not now | don.?t | do not | deny | cancel | decline | reject | refuse | disallow | abort | block | back | go back
  | nein | ablehnen | verweigern | abbrechen | zurück | refuser | annuler | non
  | denegar | rechazar | cancelar | negar | recusar | não | nega | rifiuta | annulla | weigeren | annuleren | nee
  | odmów | anuluj | nie | neka | avbryt | nej | afvis | avslå | peruuta | отклонить | отмена | нет | запретить | reddet | iptal`,
  '拒否|キャンセル|いいえ|拒绝|拒絕|取消|否|거부|취소|아니',
);
const GO_ON = beginsWith(
  `continue | proceed | next | submit | connect | go on | go | done | finish | return | link | log ?in | sign ?in | ok
  | click here | here | open | launch | complete | send
  | weiter | fortfahren | fortsetzen | absenden | anmelden | einloggen | verbinden | fertig
  | continuer | suivant | valider | envoyer | se connecter | connexion | continuar | siguiente | enviar | iniciar sesión
  | entrar | avançar | próximo | continua | avanti | accedi | invia | doorgaan | volgende | verder | inloggen | aanmelden
  | dalej | kontynuuj | zaloguj | fortsätt | nästa | logga in | fortsæt | næste | log ind | fortsett | neste | logg inn
  | продолжить | далее | войти | devam | ileri | giriş`,
  '続行|続ける|次へ|ログイン|送信|继续|繼續|下一步|登录|登入|提交|계속|다음|로그인',
);
const SIGN_OUT = beginsWith(
  `sign ?out | log ?out | abmelden | ausloggen | switch | use another | use a different | another account | not you
  | se déconnecter | cerrar sesión | sair | esci | uitloggen | wyloguj | logga ut | выйти`,
  'ログアウト|退出|登出|로그아웃',
);
/** What is no answer to any question of a sign-in, and might cost somebody something. */
const COSTLY = beginsWith(
  `buy | sell | order | trade | pay | transfer | withdraw | deposit | delete | remove | revoke | disconnect | reset
  | sign ?up | register | create | upgrade | subscribe | search | help | home | forgot | close | kaufen | verkaufen | löschen`,
  '購入|買|卖|删除|구매',
);

const VALUE_YES =
  /^(allow|approved?|accept(ed)?|yes|grant(ed)?|authori[sz]ed?|agree|consent|confirm|allow_once|allow-once)$/i;
const VALUE_NO = /^(den(y|ied)|cancel|no|reject(ed)?|refuse|decline|abort|disallow)$/i;
const DECISION =
  /decision|consent|approv|authori[sz]|allow|accept|answer|action|confirm|grant|choice|permission|result/i;

/** What a name with its value says: `decision=allow`, `allow=true`, `deny`. */
export function meaningOf(name: string, value: string): 'yes' | 'no' | undefined {
  if (DECISION.test(name) || name === '' || name === 'submit') {
    if (VALUE_NO.test(value)) return 'no';
    if (VALUE_YES.test(value)) return 'yes';
    if (name && /^(false|0|off|n)$/i.test(value)) return 'no';
    if (DECISION.test(name) && !/action|result/i.test(name) && /^(true|1|on|y)$/i.test(value)) return 'yes';
  }
  if (VALUE_NO.test(name)) return 'no';
  return VALUE_YES.test(name) ? 'yes' : undefined;
}

/** What is written on it, before what it sends: people read words. */
export function meaning(one: Pick<Button, 'name' | 'value' | 'text'> | Link, form?: Form): Meaning {
  const { text } = one;
  const isSent = 'name' in one && one.name !== '';
  if (isSent && one.name === 'decision') {
    const said = meaningOf(one.name, one.value);
    if (said) return said;
  }
  if (SIGN_OUT.test(text)) return 'sign out';
  if (/cookie/i.test(text)) return 'other';
  if (NO.test(text)) return 'no';
  if (YES.test(text)) return 'yes';
  if (COSTLY.test(text)) return 'other';
  const sent = isSent ? meaningOf(one.name, one.value) : undefined;
  const hidden = form?.values.filter(([name]) => form.types[name] === 'hidden' && DECISION.test(name));
  const said = sent ?? hidden?.map(([name, value]) => meaningOf(name, value)).find(Boolean);
  return said ?? (GO_ON.test(text) ? 'go on' : 'other');
}

export const isCostly = (text: string): boolean => COSTLY.test(text) || SIGN_OUT.test(text);
/** The words of a page that asks to let somebody in. */
export const asksForPermission = (text: string): boolean =>
  /\b(wants?|would like|asks?|is asking|is requesting|requests?) (to |your |permission|access|the following)|permission|consent|authori[sz]|grant\b|access to your|zugriff|autoris|autoriz|acceso|accès/i.test(
    text,
  );
export const asksForAnAccount = (text: string): boolean =>
  /\b(choose|select|pick|which|wähle\w*|choisi\w*|elige|selecciona)\b[^.]*\b(accounts?|profiles?|konto|compte|cuenta)|account chooser/i.test(
    text,
  );
export const tellsAnError = (text: string): boolean =>
  /\b(error|invalid|mismatch|denied|expired|not found|unknown|wrong|failed|failure|forbidden|unauthori[sz]ed|went wrong)\b/i.test(
    text,
  );
/** What somebody may leave unticked without being less willing. */
export const isAside = (text: string): boolean =>
  /remember|stay signed|keep me|newsletter|marketing|news\b|updates|offers|don.?t ask|angemeldet bleiben/i.test(text);
