/**
 * One file per rule. The build registers every class of this package as a rule, so nothing but
 * rules may live here.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.rule;
