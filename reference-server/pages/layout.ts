import { html } from 'hono/html';

/** HTML in which everything that was put in is escaped. */
export type Page = ReturnType<typeof html>;

export interface LayoutOptions {
  title: string;
  /** Shown beside the product's name. */
  user?: string | undefined;
  body: Page;
}

/** The frame of every page: one stylesheet, no scripts, nothing from elsewhere. */
export const layout = ({ title, user, body }: LayoutOptions): Page => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Meridian Gateway</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="bar">
<a class="brand" href="/"><span class="mark" aria-hidden="true"></span>Meridian Gateway</a>
${user ? html`<span class="who">${user}</span>` : ''}
</header>
<main>${body}</main>
<footer>Meridian Gateway connects AI clients to your brokerage account. It never sees your password.</footer>
</body>
</html>
`;
