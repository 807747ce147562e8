// JSON Schema 2020-12. Ajv takes a while to load: whoever needs it now and then imports this file then.
export { Ajv2020 } from 'ajv/dist/2020.js';
