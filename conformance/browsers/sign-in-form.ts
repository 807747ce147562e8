import type { Button, Document, Field, Form } from './html.ts';

/** A form to sign in with: both fields, or a user name alone where the password is asked for on the next page. */
export interface SignInForm {
  form: Form;
  name: Field | undefined;
  password: Field | undefined;
  button: Button | undefined;
}

const typed = new Set(['text', 'email', 'tel', 'search', 'number', '']);
const NAME =
  /user|e-?mail|login|identif|account|nutzer|benutzer|utilisateur|usuario|correo|kennung|client.?number|customer/i;
const NO_NAME = /search|otp|captcha|code|coupon|first.?name|last.?name|phone|suche/i;
const SIGNS_IN =
  /sign ?in|log ?in|anmelden|einloggen|connexion|connecter|iniciar|entrar|accedi|inloggen|aanmelden|zaloguj|logga in|войти|ログイン|登录|登入|로그인|continue|next|submit|weiter|go\b/i;
const OTHER_WAY =
  /google|apple|github|facebook|microsoft|saml|sso\b|passkey|forgot|reset|register|sign ?up|create|cancel|subscribe|newsletter|show|hide|back/i;

const isNameField = ({ type, words }: Field): boolean => typed.has(type) && !NO_NAME.test(words);

function nameField(fields: readonly Field[], password: Field | undefined): Field | undefined {
  const all = fields.filter(isNameField);
  const before = password ? all.filter(({ nth }) => nth < password.nth) : all;
  const says = ({ autocomplete, type }: Field) => /username|email/.test(autocomplete) || type === 'email';
  const named = (list: readonly Field[]) => list.find(says) ?? list.find(({ words }) => NAME.test(words));
  // A name by which nobody would know it counts only beside a password.
  return named(before) ?? named(all) ?? (password ? (before.at(-1) ?? all[0]) : undefined);
}

const buttonOf = ({ buttons }: Form): Button | undefined =>
  buttons.find(({ text, value }) => SIGNS_IN.test(`${text} ${value}`) && !OTHER_WAY.test(text)) ??
  buttons.find(({ text }) => !OTHER_WAY.test(text)) ??
  buttons[0];

/** The better fitting of several forms with a password: signing in, not signing up or changing one. */
function points(form: Form): number {
  const passwords = form.fields.filter(({ type }) => type === 'password');
  const said = form.buttons.map(({ text }) => text).join(' ');
  return (
    (passwords.length === 1 ? 4 : 0) +
    (passwords.some(({ autocomplete }) => autocomplete === 'current-password') ? 2 : 0) -
    (passwords.some(({ autocomplete }) => autocomplete === 'new-password') ? 4 : 0) +
    (/sign ?in|log ?in/i.test(said) ? 1 : 0) -
    (/sign ?up|register|create/i.test(said) ? 2 : 0)
  );
}

/** Where the page asks who somebody is; undefined where it does not. */
export function fieldsOfSignIn({ forms, loose }: Document): SignInForm | undefined {
  const all = [...forms, loose];
  const withPassword = all.filter(({ fields }) => fields.some(({ type }) => type === 'password'));
  const best = withPassword.toSorted((one, other) => points(other) - points(one))[0];
  if (best) {
    const password = best.fields.find(({ type }) => type === 'password')!;
    return { form: best, name: nameField(best.fields, password), password, button: buttonOf(best) };
  }
  for (const form of all) {
    const open = form.fields.filter(({ type }) => typed.has(type));
    const name = open.length === 1 ? nameField(open, undefined) : undefined;
    const button = buttonOf(form);
    if (name && !(button && OTHER_WAY.test(button.text))) return { form, name, password: undefined, button };
  }
  return undefined;
}
