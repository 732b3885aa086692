package cloud.bleu.delivery.companion;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The copies of companions in one other cluster. Only what carries the label of the hub is written
 * or removed. Every call waits for the server of that cluster.
 */
public final class ClusterCompanions {

  /** How often a write is tried that finds another version than was read. */
  private static final int ATTEMPTS = 4;

  private final KubernetesClient client;
  private final ClusterWriter writer;
  private final CopyList list;
  private final String home;

  /**
   * @param client of that cluster, to read with
   * @param writer of the same cluster
   * @param home uid of the namespace kube-system of the cluster that decides
   */
  public ClusterCompanions(KubernetesClient client, ClusterWriter writer, String home) {
    this.client = client;
    this.home = home;
    this.writer = writer;
    list = new CopyList(client);
  }

  /**
   * Brings a copy to what its source says.
   *
   * @param source the object as it is in the cluster of the workload
   * @return what refuses it, null: it is as it is to be
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public @Nullable DeliveryProblem ensure(BleuWorkload workload, HasMetadata source) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      HasMetadata copy = CompanionCopy.of(source);
      try {
        HasMetadata live = writer.read(copy);
        if (live == null) {
          CompanionOwners.claim(copy, workload, home, null);
          writer.create(copy);
          return null;
        }
        DeliveryProblem other = notOurs(live);
        if (other != null) {
          return other;
        }
        if (live.getMetadata().getDeletionTimestamp() != null) {
          return DeliveryProblem.passing(
              DeliveryProblem.REMOVING,
              words(live) + " is being deleted there; it is written again once it is gone");
        }
        if (!isHeld(workload, source, live)) {
          CompanionOwners.claim(copy, workload, home, live);
          new CopyWriter(writer).write(copy, live);
        }
        return null;
      } catch (KubernetesClientException e) {
        if (!ClusterWriter.stale(e)) {
          return refused(copy, e);
        }
      }
    }
    return DeliveryProblem.passing(
        DeliveryProblem.REFUSED,
        words(source)
            + " is changed by somebody else each time that it is written: find out who writes it");
  }

  /**
   * Whether a copy is as it is to be, so that there is nothing to write. Only this one is read.
   *
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public boolean isHeld(BleuWorkload workload, HasMetadata source) {
    try {
      HasMetadata live = writer.read(CompanionCopy.of(source));
      return live != null && isHeld(workload, source, live);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Whether a copy stands that a workload has, whatever it says.
   *
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public boolean stands(BleuWorkload workload, Companion companion) {
    try {
      HasMetadata live =
          client
              .resources(CompanionKind.valueOf(companion.kind()).type())
              .inNamespace(workload.getMetadata().getNamespace())
              .withName(companion.name())
              .get();
      return live != null
          && home.equals(CompanionOwners.home(live))
          && CompanionOwners.of(live).contains(workload.getMetadata().getName())
          && live.getMetadata().getDeletionTimestamp() == null;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }

  boolean isHeld(BleuWorkload workload, HasMetadata source, HasMetadata live) {
    HasMetadata copy = CompanionCopy.of(source);
    CompanionOwners.claim(copy, workload, home, live);
    return live.getMetadata().getDeletionTimestamp() == null && CompanionCopy.holds(copy, live);
  }

  private @Nullable DeliveryProblem notOurs(HasMetadata live) {
    String theirs = CompanionOwners.home(live);
    if (home.equals(theirs)) {
      return null;
    }
    return theirs == null
        ? DeliveryProblem.forPerson(
            DeliveryProblem.NAME_CONFLICT,
            words(live)
                + " is there already, belongs to somebody else and is not touched: delete or rename"
                + " it there, or take it out of spec.workload.companions")
        : DeliveryProblem.forPerson(
            DeliveryProblem.ANOTHER_HOME,
            words(live)
                + " is held by the hub "
                + theirs
                + ", this one is "
                + home
                + ", and it is not touched: where this hub has replaced that one, label it with "
                + Labels.HOME
                + "="
                + home
                + "; else rename it there, or take it out of spec.workload.companions");
  }

  /**
   * Copies that stand in the cluster.
   *
   * @param copies each with its labels and what names its version, and nothing else
   * @param unlisted plurals of the kinds that may not be listed, so copies of them may stand too
   */
  public record Listed(List<HasMetadata> copies, List<String> unlisted) {
    /** Why it is not known that there are no others; null: it is known. */
    public @Nullable DeliveryProblem unknown() {
      return unlisted.isEmpty()
          ? null
          : DeliveryProblem.passing(
              DeliveryProblem.REFUSED,
              "the operator may not list "
                  + String.join(", ", unlisted)
                  + " in that cluster, so copies of companions may be left there: give its account"
                  + " there the rights of examples/members/rbac.yaml");
    }
  }

  /**
   * What is left of the copies of a workload: those that it owns, alone or with others.
   *
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public Listed of(BleuWorkload workload) {
    return listed(
        workload.getMetadata().getNamespace(),
        Labels.HOME + "=" + home + "," + CompanionOwners.key(workload.getMetadata().getName()));
  }

  /**
   * Every copy of this hub, in all namespaces.
   *
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public Listed all() {
    return listed(null, Labels.HOME + "=" + home);
  }

  private Listed listed(@Nullable String namespace, String selector) {
    List<HasMetadata> copies = new ArrayList<>();
    List<String> unlisted = new ArrayList<>();
    for (CompanionKind kind : CompanionKind.values()) {
      try {
        copies.addAll(list.of(kind, namespace, selector));
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
          throw e;
        }
        unlisted.add(kind.plural());
      }
    }
    return new Listed(copies, unlisted);
  }

  /**
   * Takes a copy from a workload. With the last workload the copy is removed, unless it holds data:
   * then it stays, and still belongs to this hub.
   *
   * @return what refuses it, null: nothing does
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public @Nullable DeliveryProblem release(BleuWorkload workload, HasMetadata copy) {
    String name = workload.getMetadata().getName();
    try {
      if (copy.getMetadata().getDeletionTimestamp() != null) {
        return null;
      }
      Set<String> others = CompanionOwners.of(copy);
      others.remove(name);
      if (others.isEmpty() && !CompanionKind.of(copy).holdsData()) {
        writer.delete(copy);
      } else {
        Map<String, @Nullable String> labels = new TreeMap<>();
        labels.put(CompanionOwners.key(name), null);
        writer.label(copy, labels);
      }
      return null;
    } catch (KubernetesClientException e) {
      // Another version is another owner, perhaps: it is looked at again.
      return ClusterWriter.stale(e) ? null : refused(copy, e);
    }
  }

  /**
   * Whether an object that pods mention is there; true as well where it may not be read.
   *
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public boolean has(String namespace, PodReference reference) {
    try {
      return client
              .resources(CompanionKind.valueOf(reference.kind()).type())
              .inNamespace(namespace)
              .withName(reference.name())
              .get()
          != null;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return true;
      }
      throw e;
    }
  }

  static DeliveryProblem refused(HasMetadata copy, KubernetesClientException e) {
    String said = Refusal.words(e);
    return e.getCode() == HttpURLConnection.HTTP_ENTITY_TOO_LARGE
            || said.contains("may not be more than")
            || said.contains("request is too large")
        ? DeliveryProblem.passing(
            DeliveryProblem.REFUSED,
            words(copy)
                + " is larger than the API server there takes: "
                + said
                + "; make it smaller, or split it and name each part in spec.workload.companions")
        : ClusterWriter.refused(words(copy), e);
  }

  private static String words(HasMetadata object) {
    return object.getKind()
        + " "
        + object.getMetadata().getName()
        + " in namespace "
        + object.getMetadata().getNamespace();
  }
}
