/** Every check of the bundle in a folder, in the order in which they build on each other. */
export function verify(folder: string): readonly { readonly ok: boolean; readonly text: string }[];
