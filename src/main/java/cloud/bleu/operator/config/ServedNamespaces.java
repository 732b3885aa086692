package cloud.bleu.operator.config;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The namespaces in which the operator may change objects. It reads all others as well: what runs
 * there takes room on the same nodes.
 *
 * @param listed by name; empty: every namespace
 */
public record ServedNamespaces(Set<String> listed) implements Predicate<String> {

  /** Every namespace, those to come as well. */
  public static final ServedNamespaces ALL = new ServedNamespaces(Set.of());

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public ServedNamespaces {
    listed = Set.copyOf(listed);
  }

  /**
   * The namespaces with these names; all namespaces where there is no name.
   *
   * @throws IllegalArgumentException when one is no name of a namespace; the message says what to
   *     do
   */
  public static ServedNamespaces of(Collection<String> names) {
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            name.isEmpty()
                ? "a name is empty: leave the whole list out to serve every namespace"
                : name.equals("*")
                    ? "* is no name: leave the whole list out to serve every namespace"
                    : name
                        + " is no name of a namespace: use lower case letters, digits and '-', at"
                        + " most 63 of them");
      }
    }
    return new ServedNamespaces(new TreeSet<>(names));
  }

  /** Whether the operator may change objects in a namespace. */
  @Override
  public boolean test(String namespace) {
    return listed.isEmpty() || listed.contains(namespace);
  }
}
