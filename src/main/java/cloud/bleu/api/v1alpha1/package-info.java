/**
 * The kinds of group {@code placement.bleu.cloud}, version {@code v1alpha1}, as the API server
 * sends them.
 *
 * <p>These types are total: whatever the server can send is read without an exception.
 * Enumerations, quantities, dates and durations are strings; lists and maps are never null;
 * defaults of the schema are applied here as well, so that an object read from a file equals one
 * read from the server. Anything else that is absent is null. Meaning is checked where objects are
 * translated for the engine, never here.
 *
 * <p>The files under {@code crds/} are generated from these types by {@code hack/crds}.
 */
package cloud.bleu.api.v1alpha1;
