/**
 * One file per rule. The build registers every class of this package as a rule, so nothing but
 * rules may live here.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.rule;
