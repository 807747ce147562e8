import { attribute, type Element, elements, text, visible } from './dom.ts';
import { goesToOnClick } from './scripts.ts';

export interface Button {
  name: string;
  value: string;
  text: string;
  /** Its place among all fields, buttons and links of the page. */
  nth: number;
  /** `formaction` and its kin: they go before what the form says. */
  action?: string;
  method?: 'get' | 'post';
  enctype?: string;
}

export interface Field {
  /** Its name; for one without, its place: it is typed into, and not sent. */
  key: string;
  type: string;
  value: string;
  isChecked: boolean;
  isRequired: boolean;
  autocomplete: string;
  /** Everything that says what it is for: label, name, id, hint. */
  words: string;
  nth: number;
  options: { value: string; text: string }[];
}

/** A form as a browser would send it. */
export interface Form {
  action: string;
  method: 'get' | 'post';
  enctype: string;
  noReferrer: boolean;
  /** It is sent as it is, fields of a wrong form too. */
  noValidate: boolean;
  /** Name and value of everything that is sent untouched: hidden and filled-in fields, checked boxes, chosen options. */
  values: [string, string][];
  /** Type by name, of all fields. */
  types: Record<string, string>;
  fields: Field[];
  buttons: Button[];
  /** `data-*` attributes of the form and of what encloses it, joined: tells one row's form from another's. */
  within: string;
}

const methodOf = (method: string | undefined): 'get' | 'post' => (method?.toLowerCase() === 'post' ? 'post' : 'get');

export const newForm = (element: Element | undefined, within: string): Form => ({
  action: (element && attribute(element, 'action')) ?? '',
  method: methodOf(element && attribute(element, 'method')),
  enctype: ((element && attribute(element, 'enctype')) ?? '').toLowerCase(),
  noReferrer: /\bnoreferrer\b/.test((element && attribute(element, 'rel')) ?? ''),
  noValidate: element !== undefined && attribute(element, 'novalidate') !== undefined,
  values: [],
  types: {},
  fields: [],
  buttons: [],
  within,
});

interface Place {
  label: string;
  nth: number;
  /** A script may act on a button that sends nothing. */
  takesAnyButton: boolean;
}

const typeOf = (element: Element): string =>
  element.tagName === 'input' ? (attribute(element, 'type') ?? 'text').toLowerCase() : element.tagName;

function addButton(form: Form, element: Element, type: string, { nth, takesAnyButton }: Place): void {
  const own = (attribute(element, 'type') ?? 'submit').toLowerCase();
  const sends = type === 'image' || own === 'submit' || !['reset', 'button', 'menu'].includes(own);
  if (!sends && (own !== 'button' || !takesAnyButton || goesToOnClick(element) !== undefined)) return;
  const value = attribute(element, 'value');
  const [action, method, enctype] = ['formaction', 'formmethod', 'formenctype'].map((name) => attribute(element, name));
  const said = visible(element) || attribute(element, 'aria-label') || attribute(element, 'title');
  form.buttons.push({
    name: attribute(element, 'name') ?? '',
    value: value ?? '',
    text: said || attribute(element, 'alt') || (value ?? ''),
    nth,
    ...(action ? { action } : {}),
    ...(method === undefined ? {} : { method: methodOf(method) }),
    ...(enctype === undefined ? {} : { enctype: enctype.toLowerCase() }),
  });
}

function optionsOf(select: Element): { value: string; text: string; isChosen: boolean }[] {
  const options = elements(select).filter((child) => child.tagName === 'option' && !attribute(child, 'disabled'));
  return options.map((one) => ({
    value: attribute(one, 'value') ?? visible(one),
    text: visible(one),
    isChosen: attribute(one, 'selected') !== undefined,
  }));
}

/** Puts a field or button into the form that it belongs to. */
export function addControl(form: Form, element: Element, place: Place): void {
  const type = typeOf(element);
  const isButton = element.tagName === 'button' || ['submit', 'image', 'button', 'reset'].includes(type);
  if (isButton) addButton(form, element, type, place);
  else addField(form, element, type, place);
}

function addField(form: Form, element: Element, type: string, place: Place): void {
  const name = attribute(element, 'name') ?? '';
  const value = attribute(element, 'value');
  const options = element.tagName === 'select' ? optionsOf(element) : [];
  const isBox = type === 'checkbox' || type === 'radio';
  const chosen = (options.find((one) => one.isChosen) ?? options[0])?.value;
  const untouched = isBox ? (value ?? 'on') : element.tagName === 'textarea' ? text(element) : (chosen ?? value ?? '');
  const isChecked = isBox && attribute(element, 'checked') !== undefined;
  const says = ['name', 'id', 'placeholder', 'autocomplete'].map((one) => attribute(element, one) ?? '');
  form.fields.push({
    key: name || `@${place.nth}`,
    type,
    value: untouched,
    isChecked,
    isRequired: attribute(element, 'required') !== undefined,
    autocomplete: (attribute(element, 'autocomplete') ?? '').toLowerCase(),
    words: [place.label, ...says].filter(Boolean).join(' '),
    nth: place.nth,
    options,
  });
  if (!name) return;
  form.types[name] = type;
  if (isBox ? isChecked : element.tagName !== 'select' || chosen !== undefined) form.values.push([name, untouched]);
}
