import type { Button, Document, Field, Form, Link } from './html.ts';
import { goalOfScript } from './scripts.ts';
import { fieldsOfSignIn, type SignInForm } from './sign-in-form.ts';
import { asksForAnAccount, asksForPermission, isAside, isCostly, meaning, meaningOf, tellsAnError } from './words.ts';

/** One way to answer a page: a button with what is chosen in its form, or a link. */
export type Choice = { form: Form; button: Button; fields: Record<string, string | string[]> } | { link: Link };

/** What a page wants of whoever sees it. */
export type Asks =
  | ({ for: 'sign-in' } & SignInForm)
  | ({ for: 'name' } & SignInForm)
  | { for: 'permission'; yes: Choice | undefined; no: Choice | undefined }
  | { for: 'success' }
  | { for: 'going on'; to: string; seconds: number }
  | { for: 'sending itself'; form: Form }
  | { for: 'a step'; choice: Choice; what: string }
  | { for: 'one-time code'; field: Field }
  | { for: 'nothing' };

interface Offered {
  choice: Choice;
  means: ReturnType<typeof meaning>;
  text: string;
}

const chosen = (form: Form, button: Button): Choice => ({ form, button, fields: {} });

/** Every button and link, and what it means. */
function offered({ forms, links, loose }: Document): Offered[] {
  const buttons = [...forms, loose].flatMap((form) =>
    form.buttons.map((button) => ({
      choice: chosen(form, button),
      means: meaning(button, form),
      text: button.text,
    })),
  );
  return [...buttons, ...links.map((link) => ({ choice: { link }, means: meaning(link), text: link.text }))];
}

const isVisible = ({ type }: Field): boolean => type !== 'hidden';
const isChosenFrom = ({ type }: Field): boolean => ['radio', 'checkbox', 'select'].includes(type);
/** Nothing in the form waits to be typed. */
const isFilledIn = (form: Form): boolean =>
  form.fields.every((field) => !isVisible(field) || isChosenFrom(field) || field.value !== '' || !field.isRequired);
const hasTyping = (form: Form): boolean => form.fields.some((field) => isVisible(field) && !isChosenFrom(field));

/** A form whose answer is a choice between yes and no, sent with one button. */
function choiceOf(form: Form, wanted: 'yes' | 'no'): Choice | undefined {
  const button = form.buttons.find((one) => !['no', 'sign out'].includes(meaning(one)));
  if (!button) return undefined;
  for (const field of form.fields) {
    const values = field.type === 'select' ? field.options.map(({ value }) => value) : [field.value];
    if (field.type !== 'radio' && field.type !== 'select') continue;
    const value = values.find((one) => meaningOf(field.key, one) === wanted);
    if (value !== undefined) return { form, button, fields: { [field.key]: value } };
  }
  return undefined;
}

function permission(document: Document, found: readonly Offered[]): Asks | undefined {
  const inChoices = (wanted: 'yes' | 'no') =>
    document.forms.map((form) => choiceOf(form, wanted)).find((choice) => choice !== undefined);
  const [yesOfTwo, noOfTwo] = [inChoices('yes'), inChoices('no')];
  if (yesOfTwo && noOfTwo) return { for: 'permission', yes: yesOfTwo, no: noOfTwo };
  const which = (means: string) => found.find((one) => one.means === means)?.choice;
  const isButton = (choice: Choice) => 'form' in choice;
  const [yes, no] = [which('yes'), which('no')];
  if (yes && (isButton(yes) || no)) return { for: 'permission', yes, no };
  const goOn = found.find((one) => one.means === 'go on' && isButton(one.choice) && !('link' in one.choice))?.choice;
  if (goOn && (no || asksForPermission(`${document.title} ${document.text}`))) {
    return { for: 'permission', yes: goOn, no };
  }
  return undefined;
}

const isSuccess = ({ forms }: Document): boolean => {
  const actions = forms.flatMap((form) => form.buttons).filter(({ name }) => name === 'action');
  return ['continue', 'cancel'].every((value) => actions.some((one) => one.value === value));
};

const REFRESH = /^\s*(\d*(?:\.\d+)?)\s*[;,\s]\s*(?:url\s*=\s*)?["']?([^"']*?)["']?\s*$/i;
function refreshOf(document: Document, headers: Record<string, string>): { to: string; seconds: number } | undefined {
  for (const said of [headers.refresh ?? '', ...(document.equivalents.refresh ?? [])]) {
    const [, seconds, to] = REFRESH.exec(said.slice(0, 2000)) ?? [];
    if (to) return { to, seconds: Number(seconds || 0) };
  }
  return undefined;
}

const sendsItself = ({ script, forms }: Document): Form | undefined =>
  /\b(request)?submit\s*\(|\.click\s*\(\)/i.test(script) ? forms.find((form) => !hasTyping(form)) : undefined;

/** The value of a list of choices that is theirs, else what stands there, else the first that is something. */
function pickOf(group: readonly Field[], who: string): string | undefined {
  const [first] = group;
  const isTheirs = (text: string): boolean => who !== '' && text.includes(who);
  if (first!.type === 'radio') {
    const theirs = group.find(({ words, value }) => isTheirs(`${words} ${value}`));
    return theirs?.value ?? (group.some(({ isChecked }) => isChecked) ? undefined : first!.value);
  }
  const { options, value } = first!;
  const theirs = options.find((one) => isTheirs(`${one.text} ${one.value}`));
  return theirs?.value ?? (value === '' ? options.find((one) => one.value !== '')?.value : undefined);
}

/** What a willing person chooses where nothing is chosen yet: their own account, and the boxes that stand empty. */
export function picks(form: Form, who: string): Record<string, string | string[]> {
  const picked: Record<string, string | string[]> = {};
  const boxes = form.fields.filter(({ type }) => type === 'checkbox');
  const isUntouched = !boxes.some(({ isChecked }) => isChecked);
  const isTicked = (box: Field): boolean => box.isChecked || box.isRequired || (isUntouched && !isAside(box.words));
  for (const key of new Set(form.fields.filter(isChosenFrom).map((field) => field.key))) {
    const group = form.fields.filter((field) => field.key === key);
    const value = group[0]!.type === 'checkbox' ? group.filter(isTicked).map((box) => box.value) : pickOf(group, who);
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}

/** A page with one thing to do: an account to pick, a button, a link. */
function step(document: Document, found: readonly Offered[], who: string): Asks | undefined {
  const words = `${document.title} ${document.text}`;
  const open = found.filter(({ text, means }) => !isCostly(text) && means !== 'no');
  const theirs = who === '' ? undefined : open.find(({ text }) => text.includes(who));
  if (asksForAnAccount(words)) {
    const withFields = document.forms.find((form) => form.fields.some(isChosenFrom) && isFilledIn(form));
    const button = withFields?.buttons.find((one) => !isCostly(one.text) && meaning(one) !== 'no');
    if (withFields && button) {
      return {
        for: 'a step',
        choice: { form: withFields, button, fields: picks(withFields, who) },
        what: 'picks an account',
      };
    }
    const any = theirs ?? open.find(({ text }) => !/another|different|add|new|other/i.test(text));
    if (any) return { for: 'a step', choice: any.choice, what: `picks “${any.text}”` };
  }
  const goesOn = (one: Offered): boolean => {
    if ('link' in one.choice) return false;
    const { form } = one.choice;
    const onlyHidden = form.fields.length > 0 && !form.fields.some(isVisible);
    return isFilledIn(form) && !isCostly(one.text) && (one.means === 'go on' || (onlyHidden && one.means !== 'no'));
  };
  const buttons = found.filter(goesOn);
  if (buttons.length === 1 && 'form' in buttons[0]!.choice) {
    const { form, button } = buttons[0]!.choice;
    return { for: 'a step', choice: { form, button, fields: picks(form, who) }, what: `presses “${button.text}”` };
  }
  if (tellsAnError(words)) return undefined;
  const links = open.filter(
    ({ choice }) => 'link' in choice && /^(?!#|javascript:|mailto:|\/?$)/i.test(choice.link.href),
  );
  const link = links.find(({ means }) => means === 'go on') ?? (links.length === 1 ? links[0] : undefined);
  return link && { for: 'a step', choice: link.choice, what: `follows “${link.text}”` };
}

const isCode = (field: Field): boolean =>
  field.autocomplete === 'one-time-code' ||
  (['text', 'tel', 'number'].includes(field.type) &&
    /\b(otp|totp|2fa|mfa|one.?time|verification.?code|security.?code|passcode|authenticator)\b/i.test(field.words));

/** Reads what a page asks for. `who` is the name of the person who sees it. */
export function asks(document: Document, headers: Record<string, string>, status: number, who: string): Asks {
  if (document.errorCode) return { for: 'nothing' };
  const signIn = fieldsOfSignIn(document);
  if (signIn?.password) return { for: 'sign-in', ...signIn };
  if (status >= 400) return { for: 'nothing' };
  const refresh = refreshOf(document, headers);
  const found = offered(document);
  const code = document.forms
    .concat(document.loose)
    .flatMap(({ fields }) => fields)
    .find(isCode);
  if (code) return { for: 'one-time code', field: code };
  if (refresh && refresh.seconds <= 10) return { for: 'going on', ...refresh };
  if (isSuccess(document)) return { for: 'success' };
  const asked = permission(document, found);
  if (asked) return asked;
  if (signIn) return { for: 'name', ...signIn };
  const form = sendsItself(document);
  if (form) return { for: 'sending itself', form };
  const goal = goalOfScript(document.script);
  if (goal) return { for: 'going on', to: goal, seconds: 0 };
  const next = step(document, found, who);
  if (next) return next;
  return refresh ? { for: 'going on', ...refresh } : { for: 'nothing' };
}
