package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.ReferenceDelivery;
import cloud.bleu.delivery.Restoration;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.operator.leadership.LeadingLeases;
import cloud.bleu.operator.log.ObjectNames;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.trigger.ControllerName;
import cloud.bleu.placement.model.ZoneState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives up everything that an operator holds back from deletion, once none runs any more: each
 * Deployment that served as template gets its replicas back, and the finalizers are removed.
 * Decisions and children stay as they are. An operator that starts later takes all of it up again.
 */
public final class Release {

  private static final int ATTEMPTS = 10;
  private static final String INCIDENT = "placement.bleu.cloud/incident";
  private static final String LOST = ZoneState.Lost.name();

  private final KubernetesClient client;
  private final ReferenceDelivery references;
  private final LeadingLeases leases;

  /**
   * @param client that may list and patch BleuWorkloads, AvailabilityZones and Deployments, and
   *     list Leases
   */
  public Release(KubernetesClient client) {
    this.client = client;
    this.references = new ReferenceDelivery(client, UndoneEdits.UNTOLD);
    this.leases = new LeadingLeases(client, System::nanoTime);
  }

  /** Which process leads at an instant, as {@code namespace/identity}; null for none. */
  public @Nullable String leader(Instant now) {
    return leases.at(now).stream()
        .map(lease -> lease.namespace() + "/" + lease.holder())
        .findFirst()
        .orElse(null);
  }

  /**
   * Gives up everything; also while the kinds are being deleted.
   *
   * @return one line for each object that was held, sorted
   * @throws IllegalStateException when somebody changes an object again and again meanwhile
   */
  public List<String> everything() {
    List<String> released = new ArrayList<>();
    for (BleuWorkload workload : all(BleuWorkload.class)) {
      if (Finalizers.has(workload, Finalizers.RESTORE)) {
        released.add(restore(workload));
        remove(workload, new Finalizers(client, ControllerName.WORKLOAD), Finalizers.RESTORE);
      }
    }
    for (BleuWorkload workload : all(BleuWorkload.class)) {
      Set<String> elsewhere = HeldZones.of(workload).keySet();
      if (!elsewhere.isEmpty()) {
        letGo(workload, elsewhere);
        released.add(
            name(workload)
                + ": released; what stands of it in "
                + String.join(", ", elsewhere)
                + " stays there");
      }
    }
    for (AvailabilityZone zone : all(AvailabilityZone.class)) {
      if (Finalizers.has(zone, Finalizers.IN_USE)) {
        released.add(name(zone) + ": released");
        remove(zone, new Finalizers(client, ControllerName.ZONE), Finalizers.IN_USE);
      }
    }
    released.sort(null);
    return released;
  }

  /**
   * Gives up one zone in another cluster that does not come back, for every workload; also while an
   * operator leads. What stands there stays.
   *
   * @return one line for each workload that was held for it, sorted
   * @throws IllegalStateException when the zone is there and not reported lost, for then something
   *     may be delivered to it; or when somebody changes a workload again and again meanwhile
   */
  public List<String> zone(String name) {
    AvailabilityZone zone = client.resources(AvailabilityZone.class).withName(name).get();
    if (zone != null && !isReportedLost(zone)) {
      throw new IllegalStateException(
          "zone "
              + name
              + " is not reported lost, so what it has is not given up; report it first: kubectl"
              + " annotate az "
              + name
              + " "
              + INCIDENT
              + "="
              + LOST);
    }
    List<String> released = new ArrayList<>();
    for (BleuWorkload workload : all(BleuWorkload.class)) {
      String cluster = HeldZones.of(workload).get(name);
      if (cluster != null) {
        letGo(workload, Set.of(name));
        released.add(
            name(workload)
                + ": released from zone "
                + name
                + "; what stands of it in "
                + (cluster.isEmpty() ? "its cluster" : "cluster " + cluster)
                + " stays there");
      }
    }
    released.sort(null);
    return released;
  }

  private static boolean isReportedLost(AvailabilityZone zone) {
    Map<String, String> annotations = zone.getMetadata().getAnnotations();
    return LOST.equals(zone.getSpec().state())
        || (annotations != null && LOST.equals(annotations.get(INCIDENT)));
  }

  private <T extends HasMetadata> List<T> all(Class<T> type) {
    try {
      return client.resources(type).inAnyNamespace().list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        // The kind is gone, and so is every object of it.
        return List.of();
      }
      throw e;
    }
  }

  private String restore(BleuWorkload workload) {
    var ref = workload.getSpec().workload().deploymentRef();
    for (int attempt = 0; ref != null && attempt < ATTEMPTS; attempt++) {
      Deployment template =
          client
              .apps()
              .deployments()
              .inNamespace(workload.getMetadata().getNamespace())
              .withName(ref.name())
              .get();
      if (template == null) {
        return name(workload) + ": released; its Deployment " + ref.name() + " is gone";
      }
      Restoration back = references.restore(workload, template);
      if (back.step() == Restoration.Step.LEFT) {
        return name(workload) + ": released; " + Restoration.left(ref.name(), back.given());
      }
      if (back.step() != Restoration.Step.AGAIN) {
        return name(workload) + ": released; Deployment " + ref.name() + " has its replicas back";
      }
    }
    if (ref != null) {
      throw changing(workload);
    }
    return name(workload) + ": released";
  }

  private void letGo(BleuWorkload workload, Set<String> zones) {
    HasMetadata newest = workload;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      new Finalizers(client, ControllerName.WORKLOAD).leave(newest, zones);
      newest = client.resource(workload).get();
      if (newest == null || Collections.disjoint(HeldZones.of(newest).keySet(), zones)) {
        return;
      }
    }
    throw changing(workload);
  }

  private void remove(HasMetadata held, Finalizers finalizers, String finalizer) {
    HasMetadata newest = held;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      finalizers.remove(newest, finalizer);
      newest = client.resource(held).get();
      if (newest == null || !Finalizers.has(newest, finalizer)) {
        return;
      }
    }
    throw changing(held);
  }

  private static IllegalStateException changing(HasMetadata object) {
    return new IllegalStateException(
        name(object) + " is changed by somebody else all the time; stop that, then try again");
  }

  private static String name(HasMetadata object) {
    return object.getKind().toLowerCase(Locale.ROOT) + " " + ObjectNames.text(object);
  }
}
