package cloud.bleu.cli.assess;

import cloud.bleu.assess.model.MigrationTarget;
import cloud.bleu.cli.input.ClusterReader;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.NamespaceOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.credential.ShownText;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.source.ClusterScope;
import cloud.bleu.translate.manifest.Manifest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a cluster, or of manifests, is assessed. */
public final class SourceOptions {

  /** As Helm takes a name. */
  private static final Pattern RELEASE =
      Pattern.compile(
          "(?=.{1,53}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private static final String NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?";
  private static final String KEY = "([a-z0-9][-a-z0-9.]*/)?" + NAME;
  private static final String TERM =
      "\\s*(!?KEY|KEY\\s*(=|==|!=)\\s*(NAME)?|KEY\\s+(in|notin)\\s+\\((\\s*NAME\\s*,)*\\s*NAME\\s*\\))\\s*"
          .replace("KEY", KEY)
          .replace("NAME", NAME);

  /** As the API server takes them. */
  private static final Pattern LABELS = Pattern.compile(TERM + "(," + TERM + ")*");

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description =
          "Only the objects of this namespace; with --release, the namespace of the release.")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description =
          "The objects of all namespaces, which is the default; of a cluster, without kube-system,"
              + " kube-public and kube-node-lease.")
  private boolean allNamespaces;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "LABELS",
      description =
          "Of a cluster: only workloads with these labels, as kubectl takes them. What they name"
              + " comes with them.")
  private @Nullable String selector;

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description =
          "What Helm rendered for this release, from where Helm keeps it in the cluster. Its values"
              + " are not read.")
  private @Nullable String release;

  /** The name of the release that is asked for; null: none is. */
  public @Nullable String release() {
    return release;
  }

  /** Refuses what contradicts each other. */
  public void refuse(InputOptions input) {
    NamespaceOptions.refuseBoth(namespace, allNamespaces);
    if (namespace != null && !NAMESPACE.matcher(namespace).matches()) {
      throw new BadInputException(
          "no name of a namespace: "
              + ShownText.quote(namespace)
              + "; accepted: at most 63 lower-case letters, digits and dashes");
    }
    if (selector != null && !LABELS.matcher(selector).matches()) {
      throw new BadInputException(
          "no labels: "
              + ShownText.quote(selector)
              + "; accepted: as kubectl takes them, such as app=web,tier!=db");
    }
    if (!input.files.isEmpty()) {
      Input.refuseBoth(input);
      if (release != null) {
        throw new BadInputException("-f and --release exclude each other; give one of them");
      }
      if (selector != null) {
        throw new BadInputException("-l is for a cluster; leave it out, or leave -f out");
      }
    }
    if (release != null && (allNamespaces || selector != null)) {
      throw new BadInputException(
          "--release is of one namespace and whole; leave -A and -l out, -n names the namespace");
    }
    if (release != null && !RELEASE.matcher(release).matches()) {
      throw new BadInputException(
          "no name of a Helm release: "
              + ShownText.quote(release)
              + "; accepted: at most 53 lower-case letters, digits, dashes and dots");
    }
  }

  /** Whether an object is one of those that are asked for, as far as the namespace goes. */
  public boolean takes(Manifest manifest) {
    String of = manifest.ref().namespace();
    return namespace == null
        || release != null
        || MigrationOrder.isOfCluster(manifest)
        || namespace.equals(of == null ? "default" : of);
  }

  /** The namespace of the release. */
  String releaseNamespace(InputOptions input) {
    return namespace == null ? ClusterReader.namespace(input) : namespace;
  }

  /**
   * The part of a cluster.
   *
   * @param order whose namespaces are read where none is typed; null: all
   * @param target a provider of the cluster, or one of which the data knows
   */
  ClusterScope scope(@Nullable MigrationOrder order, MigrationTarget target) {
    List<String> namespaces =
        namespace != null
            ? List.of(namespace)
            : order != null && !allNamespaces ? order.namespaces() : List.of();
    return new ClusterScope(namespaces, selector, target.isKnown() ? null : target.name());
  }
}
