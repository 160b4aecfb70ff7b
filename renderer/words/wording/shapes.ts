export type Sentences<Key extends string> = Readonly<Record<Key, string>>;
export type Titled<Key extends string> = Readonly<Record<Key, { readonly title: string; readonly help: string }>>;

/** What elderly mode says in fewer or plainer words; what is left out is said as ordinarily. */
export type Plain<Words> = {
  readonly [Part in keyof Words]?: Words[Part] extends string
    ? string
    : {
        readonly [Key in keyof Words[Part]]?: Words[Part][Key] extends string
          ? string
          : { readonly [Inner in keyof Words[Part][Key]]?: Partial<Words[Part][Key][Inner]> };
      };
};
