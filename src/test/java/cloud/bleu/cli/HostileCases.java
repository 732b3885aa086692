package cloud.bleu.cli;

import static cloud.bleu.cli.BadInputCases.bad;

import java.util.List;

/** Inputs that mean harm, with the errors that a person reads. */
final class HostileCases {
  private HostileCases() {}

  static List<BadInputCases.Case> all() {
    return List.of(
        bad(
            "10,000 characters",
            "apiVersion: placement.bleu.cloud/v1alpha1\nkind: CloudProvider\nmetadata: {name: acme}\nspec:"
                + " {displayName: "
                + "x".repeat(10_000)
                + "}\n",
            "-:4: document 1, CloudProvider acme, spec.displayName: too long: \""
                + "x".repeat(60)
                + "… (10000 characters)\"; accepted: at most 253 characters; shorten it"),
        bad(
            "NUL",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: \"a\u0000b\"}\n",
            "-:3: document 1: the text contains the character U+0000; remove it: it is invisible or changes the"
                + " direction of the text"),
        bad(
            "NUL, escaped",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: \"a\\0b\"}\n",
            "-:3: document 1, metadata.name: the text contains the character U+0000; remove it: it is invisible"
                + " or changes the direction of the text"),
        bad(
            "half of a character",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: \"a\\ud83db\"}\n",
            "-:3: document 1, metadata.name: the text contains the character U+D83D; remove it: it is"
                + " half of a character"),
        bad(
            "text that runs backwards",
            "# one\n---\n# \u202eowt\n",
            "-:3: document 1: the text contains the character U+202E; remove it: it is invisible or changes the"
                + " direction of the text"),
        bad(
            "anchors that expand without end",
            "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
                + "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                + "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
                + "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
                + "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
                + "f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n",
            "-:1: document 1: the aliases of the document expand to more than 100000 nodes;"
                + " write the parts out instead of nesting anchors"),
        bad(
            "an anchor that contains itself",
            "a: &a\n  b: *a\n",
            "-:2: document 1, a.b: the anchor contains itself; write the part out instead of the alias"),
        bad(
            "100,000 levels",
            "a: " + "[".repeat(100_000) + "]".repeat(100_000) + "\n",
            "-:1: document 1: nested deeper than 100 levels; check indentation, quotes and colons around this"
                + " line"));
  }
}
