import { DEV_USERS } from './dev-users.js';

/** The page where somebody chooses who to be. */
export function signInPage(userCode: string): string {
  const buttons = DEV_USERS.map(
    ({ address }) => `<p><button name="user" value="${address}">${address}</button></p>`,
  ).join('');
  return page(
    `<form method="post"><p><label>Code <input name="user_code" value="${escaped(userCode)}" required></label></p>
<p>Sign in as</p>${buttons}</form>`,
  );
}

/** The page after that. */
export function signedInPage(done: boolean): string {
  return page(
    done ? '<p>Signed in. You can close this page.</p>' : '<p>There is no sign-in with this code any more.</p>',
  );
}

function page(content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Rightsmith development sign-in</title>
<h1>Development sign-in</h1><p>This issuer proves nothing and serves this computer only.</p>${content}</html>`;
}

function escaped(text: string): string {
  return text.replace(/[^0-9A-Za-z]/g, '');
}
