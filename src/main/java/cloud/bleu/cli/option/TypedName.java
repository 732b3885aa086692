package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of a namespace as somebody types it: by its name, or as {@code NAMESPACE/NAME}, which
 * is how tables print it. Its kind may stand before that, as in {@code bw/NAME}, which is how
 * kubectl prints it.
 *
 * @param namespace null: none is typed
 */
public record TypedName(@Nullable String namespace, String name) {

  /**
   * What is meant.
   *
   * @param typed {@code NAMESPACE/NAME}, or the name alone; what stands before the first slash is
   *     no namespace if it is the kind
   * @param given with {@code -n}; null if it was not
   * @throws BadInputException if it is no name, or if two namespaces are named
   */
  public static TypedName of(
      String typed, @Nullable String given, Class<? extends HasMetadata> type) {
    String[] parts = withoutKind(typed, type).split("/", -1);
    if (parts.length > 2 || Stream.of(parts).anyMatch(String::isBlank)) {
      throw new BadInputException(
          Problem.quote(typed) + " is no name; give NAMESPACE/NAME, or the name alone");
    }
    if (parts.length == 1) {
      return new TypedName(given, parts[0]);
    }
    if (given != null && !given.equals(parts[0])) {
      throw new BadInputException(
          typed + " and -n " + given + " name two namespaces; give one of them");
    }
    return new TypedName(parts[0], parts[1]);
  }

  /**
   * What follows the kind, if that stands before a slash as kubectl takes it: in the singular, the
   * plural or short, alone or with the group.
   */
  public static String withoutKind(String typed, Class<? extends HasMetadata> type) {
    int slash = typed.indexOf('/');
    if (slash < 0) {
      return typed;
    }
    String before = typed.substring(0, slash).toLowerCase(Locale.ROOT);
    String group = "." + HasMetadata.getGroup(type);
    String kind =
        before.endsWith(group) ? before.substring(0, before.length() - group.length()) : before;
    ShortNames shorter = type.getAnnotation(ShortNames.class);
    return kind.equals(HasMetadata.getSingular(type))
            || kind.equals(HasMetadata.getPlural(type))
            || shorter != null && List.of(shorter.value()).contains(kind)
        ? typed.substring(slash + 1)
        : typed;
  }

  /** The namespace that is typed; else that of the context. */
  public String namespaceIn(ClusterConnection connection) {
    return namespace != null ? namespace : connection.namespace();
  }
}
