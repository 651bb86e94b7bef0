export function thirdParty(): import('vite').Plugin
