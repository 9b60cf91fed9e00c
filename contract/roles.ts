/**
 * What a container does on SageMaker. One image may play several roles.
 * `multi-model` and `pipeline` refine `inference`; `hyperpod` switches the launch contract off (HYP-01).
 */
export const ROLES = ['training', 'inference', 'multi-model', 'pipeline', 'processing', 'studio', 'hyperpod'] as const;

export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
