/** Alpaca says `{code, message}`; the brokerage's own parts say `{error, error_description}`. */
export function errorOf(body: unknown): { code: number | string | undefined; message: string | undefined } {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const code = fields.code ?? fields.error;
  const message = fields.message ?? fields.error_description ?? fields.error;
  return {
    code: typeof code === 'number' || typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? message : undefined,
  };
}
