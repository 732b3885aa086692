/**
 * Rules of the customer's own, written in CEL: compiled when a policy is read, typed against the
 * model, bounded in cost, total. See docs/rules.md for what they can read.
 */
@NullMarked
package cloud.bleu.expression;

import org.jspecify.annotations.NullMarked;
