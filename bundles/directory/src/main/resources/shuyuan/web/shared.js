// What several pages of this module share.

export const GENDERS = ['male', 'female']
export const POLITICAL = ['party-member', 'probationary', 'league', 'democratic', 'independent', 'masses']
export const CATEGORIES = ['leader', 'middle', 'staff', 'retired']
export const KINDS = ['organisation', 'department', 'branch', 'group']

/** The word for a code; an office's own word as it is. */
export const word = (t, field, value) => {
  if (!value) return ''
  const key = `${field}.${value}`
  const text = t(key)
  return text === key ? value : text
}

/** Options of a select; a value that is none of ours stays choosable. */
export const options = (t, field, codes, own) => {
  const list = codes.map((code) => ({ value: code, text: t(`${field}.${code}`) }))
  return own && !codes.includes(own) ? [...list, { value: own, text: own }] : list
}
