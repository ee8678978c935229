/**
 * Asks an API.
 *
 * @param body - what is posted; without it the request is a GET
 * @throws Error when the answer is not one of success
 */
export async function fetchJson<T>(url: string, body?: object): Promise<T> {
  const response = await fetch(
    url,
    body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
  );
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}
