/** Why there is no session: nobody told one, or what was told cannot be one. */
export type NotFound = 'untold' | 'refused';
