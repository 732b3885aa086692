package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Objects as a person writes them, read and planned as the operator does. */
final class Estates {

  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  /** Two providers, one with a seat in France and one with a seat elsewhere. */
  static final String PROVIDERS =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: near}
      spec:
        displayName: Near
        legalEntity: {name: Near, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR}
        offerings: [{name: base, layers: [IaaS], regions: [north]}]
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: far}
      spec:
        displayName: Far
        legalEntity: {name: Far, registeredOffice: US, centralAdministration: US, principalEstablishment: US}
        offerings: [{name: base, layers: [IaaS], regions: [west]}]
      """;

  private static final Pattern END_OF_DOCUMENT = Pattern.compile("(?m)^---\\s*$");
  private static final Pattern KIND = Pattern.compile("(?m)^kind: *(\\S+)");

  private final List<HasMetadata> objects = new ArrayList<>();

  static Estates of(String... yaml) {
    Estates estates = new Estates();
    for (String text : yaml) {
      for (String document : END_OF_DOCUMENT.split(text)) {
        HasMetadata object = Serialization.unmarshal(document, kind(document));
        object.getMetadata().setGeneration(3L);
        estates.objects.add(object);
      }
    }
    return estates;
  }

  /** These, which are shared and which nobody changes, and more. */
  Estates with(String... yaml) {
    Estates all = new Estates();
    all.objects.addAll(objects);
    all.objects.addAll(of(yaml).objects);
    return all;
  }

  /** A zone of declared capacity, 8 cpu and 16Gi on nodes of half of that, all of it usable. */
  static String zone(String name, String provider, String region, String country, String latitude) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %s}
    spec:
      provider: %s
      offerings: [base]
      region: %s
      site: s-%s
      location: {country: %s, latitude: "%s", longitude: "2.3"}
      capacity: {cpu: "8", memory: 16Gi, largestNode: {cpu: "4", memory: 8Gi}}
      usablePercent: 100
      target: {nodeSelector: {bleu.node-restriction.kubernetes.io/zone: %s}}
    """
        .formatted(name, provider, region, name, country, latitude, name);
  }

  /** Virtual machines of 1 cpu and 1Gi: what they take is what they ask for and no more. */
  static String machines(String name, int replicas, String rest) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: %s, namespace: n}
    spec:
      replicas: %d
      dataClasses: [Ordinary]
      workload: {external: {kind: VM, requests: {cpu: "1", memory: 1Gi}}}
    %s
    """
        .formatted(name, replicas, rest.indent(2));
  }

  private static Class<? extends HasMetadata> kind(String document) {
    Matcher kind = KIND.matcher(document);
    if (!kind.find()) {
      throw new IllegalArgumentException(document);
    }
    return switch (kind.group(1)) {
      case "CloudProvider" -> CloudProvider.class;
      case "AvailabilityZone" -> AvailabilityZone.class;
      case "SovereigntyPolicy" -> SovereigntyPolicy.class;
      case "BleuWorkload" -> BleuWorkload.class;
      case "WorkloadPlacement" -> WorkloadPlacement.class;
      case "Service" -> Service.class;
      default -> throw new IllegalArgumentException(kind.group(1));
    };
  }

  /** The object of that kind and name. */
  <T extends HasMetadata> T object(Class<T> kind, String name) {
    return all(kind).stream()
        .filter(o -> o.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  Translation read() {
    return EstateTranslator.translate(
        ApiObjects.NONE
            .with(CloudProvider.class, all(CloudProvider.class))
            .with(AvailabilityZone.class, all(AvailabilityZone.class))
            .with(SovereigntyPolicy.class, all(SovereigntyPolicy.class))
            .with(BleuWorkload.class, all(BleuWorkload.class))
            .with(WorkloadPlacement.class, all(WorkloadPlacement.class))
            .with(Service.class, all(Service.class)),
        NOON,
        Map.of());
  }

  Plan plan() {
    return Planner.plan(read().estate());
  }

  private <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
