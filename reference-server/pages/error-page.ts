import { html } from 'hono/html';
import { layout, type Page } from './layout.ts';

export interface ErrorPage {
  code: string;
  title: string;
  message: string;
  /** What to do about it. */
  cure?: string;
  /** An address of this gateway where the user can go on. */
  again?: string | undefined;
}

/** Something went wrong that the user must hear here, because there is nobody safe to tell. */
export const errorPage = ({ code, title, message, cure, again }: ErrorPage): Page =>
  layout({
    title,
    body: html`<section class="card problem" data-error-code="${code}">
<h1>${title}</h1>
<p>${message}</p>
${cure ? html`<p class="cure"><strong>What to do</strong> ${cure}</p>` : ''}
${again ? html`<p><a href="${again}">Start the sign-in again</a></p>` : ''}
<p class="code">Error code <code>${code}</code></p>
</section>`,
  });
