/**
 * One file per rule. The build registers every class of this package as a rule, so nothing but
 * rules may live here.
 *
 * <p>It may import {@code placement.catalogue}, {@code placement.estate}, {@code
 * placement.message}, {@code placement.model}, {@code placement.offering}, {@code
 * placement.ownership} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.rule;
