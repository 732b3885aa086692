/**
 * The page of the estate, served by the operator: to each reader what that reader may list, as the
 * API server says. It decides nothing, and nothing waits for it.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.page;
