/**
 * The custom resources as Java types. The CRDs are generated from them.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.api.v1alpha1;
