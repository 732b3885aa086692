package cloud.bleu.source;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.assess.model.UnreadKind.Reason;
import cloud.bleu.translate.manifest.Manifest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is assessed of a cluster with the rights of whoever asks. A kind that cannot be read
 * keeps no other from being read. Nothing is watched, and of Secrets nothing is asked.
 */
public final class ClusterSurvey {

  /** Kinds that have pods. A selector is for these: what they name comes with them. */
  private static final Set<String> WORKLOADS =
      Set.of(
          "CronJob",
          "DaemonSet",
          "Deployment",
          "Job",
          "Pod",
          "ReplicaSet",
          "ReplicationController",
          "Rollout",
          "StatefulSet");

  private final KubernetesClient client;
  private final ClusterScope scope;
  private final String typed;
  private final Consumer<List<Manifest>> to;
  private final NamedObjects named = new NamedObjects();
  private final List<UnreadKind> unread = new ArrayList<>();

  private ClusterSurvey(
      KubernetesClient client, ClusterScope scope, String typed, Consumer<List<Manifest>> to) {
    this.client = client;
    this.scope = scope;
    this.typed = typed;
    this.to = to;
  }

  /**
   * Reads.
   *
   * @param typed the options with which the cluster was named, each after a space, for what is
   *     typed to see whether a right is there
   * @param to takes each page
   * @return what was not read, in the order in which it was tried
   * @throws KubernetesClientException when the API server does not answer, or does not know who
   *     asks
   */
  public static List<UnreadKind> read(
      KubernetesClient client,
      FindingCatalogue catalogue,
      ClusterScope scope,
      String typed,
      Consumer<List<Manifest>> to) {
    ClusterSurvey reading = new ClusterSurvey(client, scope, typed, to);
    List<AssessedKind> custom = reading.custom(catalogue);
    List<@Nullable String> places = new ArrayList<>(scope.namespaces());
    if (places.isEmpty()) {
      places.add(null);
    }
    List<AssessedKind> ofNamespaces =
        Stream.concat(
                Stream.of(AssessedKinds.OF_NAMESPACES, AssessedKinds.MADE).flatMap(List::stream),
                custom.stream().filter(AssessedKind::isNamespaced))
            .toList();
    for (String namespace : places) {
      ofNamespaces.forEach(kind -> reading.read(kind, namespace));
    }
    if (scope.provider() != null) {
      reading.named.add(AssessedKinds.PROVIDER, scope.provider());
    }
    Stream.concat(AssessedKinds.OF_CLUSTER.stream(), Stream.of(AssessedKinds.PROVIDER))
        .filter(kind -> reading.named.has(kind))
        .forEach(kind -> reading.read(kind, null));
    custom.stream().filter(k -> !k.isNamespaced()).forEach(kind -> reading.read(kind, null));
    return List.copyOf(reading.unread);
  }

  /** Whether what was not read are the CloudProviders, of which one may be the target. */
  public static boolean isOfProviders(UnreadKind kind) {
    return kind.resource().equals(AssessedKinds.PROVIDER.resource());
  }

  private List<AssessedKind> custom(FindingCatalogue catalogue) {
    String check = "kubectl auth can-i get /apis";
    try {
      return new CustomKinds(client, catalogue)
          .served(
              (group, e) ->
                  note(
                      "custom resources of " + group,
                      "the cluster",
                      true,
                      check + "/" + group + typed,
                      e));
    } catch (KubernetesClientException e) {
      note("custom resources", "the cluster", true, check + typed, e);
      return List.of();
    }
  }

  private void read(AssessedKind kind, @Nullable String namespace) {
    String selector = WORKLOADS.contains(kind.kind()) ? scope.selector() : null;
    KindPages pages = new KindPages(client, kind, namespace, selector);
    try {
      while (pages.hasNext()) {
        List<Manifest> page = pages.next().stream().filter(this::isAsked).toList();
        page = named.taken(page);
        if (!page.isEmpty()) {
          to.accept(page);
        }
      }
    } catch (KubernetesClientException e) {
      String where =
          !kind.isNamespaced()
              ? "the cluster"
              : namespace == null ? "all namespaces" : "namespace " + namespace;
      String option = !kind.isNamespaced() ? "" : namespace == null ? " -A" : " -n " + namespace;
      String check = "kubectl auth can-i list " + kind.resource() + option + typed;
      note(kind.resource(), where, kind.isNamespaced(), check, e);
    }
  }

  private boolean isAsked(Manifest manifest) {
    String namespace = manifest.ref().namespace();
    return !scope.namespaces().isEmpty()
        || namespace == null
        || !ClusterScope.OF_KUBERNETES.contains(namespace);
  }

  /** Notes what was refused. What is no answer of the API server, or one to nobody, goes on. */
  private void note(
      String resource, String where, boolean isNeeded, String check, KubernetesClientException e) {
    int code = e.getCode();
    if (!Refusal.isAnswered(e) || code == HttpURLConnection.HTTP_UNAUTHORIZED) {
      throw e;
    }
    Reason reason =
        switch (code) {
          case HttpURLConnection.HTTP_FORBIDDEN -> Reason.Forbidden;
          case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_BAD_METHOD ->
              Reason.NotServed;
          default -> Reason.Failed;
        };
    unread.add(
        new UnreadKind(
            resource, where, reason, isNeeded, reason == Reason.Forbidden ? check : null));
  }
}
