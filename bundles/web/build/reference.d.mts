export function reference(types: string, out: string): string[]
