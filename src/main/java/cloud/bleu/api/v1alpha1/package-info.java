/**
 * The custom resources as Java types. The CRDs are generated from them.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.api.v1alpha1;
