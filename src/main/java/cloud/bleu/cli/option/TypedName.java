package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import org.jspecify.annotations.Nullable;

/**
 * An object of a namespace as somebody types it: by its name, or as {@code NAMESPACE/NAME}, which
 * is how tables print it.
 *
 * @param namespace null: none is typed
 */
public record TypedName(@Nullable String namespace, String name) {

  /**
   * What is meant.
   *
   * @param typed {@code NAMESPACE/NAME}, or the name alone
   * @param given with {@code -n}; null if it was not
   * @throws BadInputException if two namespaces are named
   */
  public static TypedName of(String typed, @Nullable String given) {
    int slash = typed.indexOf('/');
    if (slash < 0) {
      return new TypedName(given, typed);
    }
    String namespace = typed.substring(0, slash);
    if (given != null && !given.equals(namespace)) {
      throw new BadInputException(
          typed + " and -n " + given + " name two namespaces; give one of them");
    }
    return new TypedName(namespace, typed.substring(slash + 1));
  }

  /** The namespace that is typed; else that of the context. */
  public String namespaceIn(ClusterConnection connection) {
    return namespace != null ? namespace : connection.namespace();
  }
}
