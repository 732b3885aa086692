package cloud.bleu.cli.option;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.credential.ShownText;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of a namespace as somebody types it: by its name, or as {@code NAMESPACE/NAME}, which
 * is how tables print it. Its kind may stand before that, as in {@code bw/NAME}, which is how
 * kubectl prints it.
 *
 * @param namespace null: none is typed
 * @param kind what stands before the name and may be a namespace that is called so, too; null:
 *     nothing of that sort
 */
public record TypedName(@Nullable String namespace, String name, @Nullable String kind) {

  private static final Pattern NAMESPACE_BEFORE = Pattern.compile("[-a-z0-9]+/");

  /** One without a kind before it. */
  public TypedName(@Nullable String namespace, String name) {
    this(namespace, name, null);
  }

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
    String withoutKind = withoutKind(typed, type);
    String[] parts = withoutKind.split("/", -1);
    if (parts.length > 2 || Stream.of(parts).anyMatch(String::isBlank)) {
      throw new BadInputException(
          ShownText.quote(typed) + " is no name; give NAMESPACE/NAME, or the name alone");
    }
    if (parts.length == 1) {
      String kind = typed.substring(0, typed.length() - withoutKind.length());
      return new TypedName(
          given,
          parts[0],
          given == null && NAMESPACE_BEFORE.matcher(kind).matches()
              ? kind.substring(0, kind.length() - 1)
              : null);
    }
    if (given != null && !given.equals(parts[0])) {
      throw new BadInputException(
          typed + " and -n " + given + " name two namespaces; give one of them");
    }
    return new TypedName(parts[0], parts[1]);
  }

  /**
   * The name of an object that is in no namespace; the kind may stand before it.
   *
   * @throws BadInputException if it is no name
   */
  public static String ofCluster(String typed, Class<? extends HasMetadata> type) {
    String name = withoutKind(typed, type);
    if (name.isBlank() || name.indexOf('/') >= 0) {
      throw new BadInputException(
          "%s is no %s by its name; give the name alone"
              .formatted(ShownText.quote(typed), HasMetadata.getKind(type)));
    }
    return name;
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

  /**
   * The namespace that is typed; else that of the context. What may be a kind is the namespace of
   * that name, as tables print it, if such an object is in that and none in the one of the context.
   *
   * @param connection of the client
   * @param type of the object
   * @throws BadInputException if there is one in both, or in the one of that name and nobody knows
   *     of the other
   * @throws KubernetesClientException if the cluster does not say what is in which
   */
  public String namespaceIn(
      ClusterConnection connection, KubernetesClient client, Class<? extends HasMetadata> type) {
    if (namespace != null) {
      return namespace;
    }
    String current = connection.namespace();
    if (kind == null || kind.equals(current) || !isThere(client, kind, type, false)) {
      return current;
    }
    if (isThere(client, current, type, true)) {
      throw new BadInputException(
          "%1$s is a namespace and a kind, so %1$s/%2$s may be that of the namespace %1$s or of the namespace %3$s; give %1$s/%1$s/%2$s or %3$s/%2$s"
              .formatted(kind, name, current));
    }
    return kind;
  }

  /**
   * Whether it is in a namespace.
   *
   * @param unseen what counts where this user may not see it
   */
  private boolean isThere(
      KubernetesClient client, String within, Class<? extends HasMetadata> type, boolean unseen) {
    try {
      return client.resources(type).inNamespace(within).withName(name).get() != null;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return unseen;
      }
      throw e;
    }
  }
}
