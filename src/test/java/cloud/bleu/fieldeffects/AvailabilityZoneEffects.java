package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.CloudProviderEffects.rule;
import static cloud.bleu.fieldeffects.Decided.contingency;
import static cloud.bleu.fieldeffects.Decided.rejected;
import static cloud.bleu.fieldeffects.Decided.zone;
import static cloud.bleu.fieldeffects.Decided.zones;
import static cloud.bleu.fieldeffects.Row.row;

import java.util.ArrayList;
import java.util.List;

/** What every field of an AvailabilityZone does. */
final class AvailabilityZoneEffects {
  private static final String A = "AvailabilityZone/a";
  private static final String WEB = "BleuWorkload/web";

  private AvailabilityZoneEffects() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    place(rows);
    state(rows);
    capacity(rows);
    cost(rows);
    equipment(rows);
    return rows;
  }

  private static void place(List<Row> rows) {
    rows.add(
        row("spec.provider")
            .given("CloudProvider/other", "{spec: {offerings: [{name: base}]}}")
            .given(WEB, "{spec: {residency: {providers: {allow: [acme]}}}}")
            .edit(A, "{spec: {provider: other}}")
            .see(rejected(), "", "a=ProviderNotAllowed"));
    rows.add(
        row("spec.offerings[]")
            .given(WEB, "{spec: {services: [base.compute]}}")
            .edit(A, "{spec: {offerings: []}}")
            .see(rejected(), "", "a=ServicesUnknown"));
    rows.add(
        row("spec.region")
            .given(WEB, "{spec: {residency: {regions: {allow: [north]}}}}")
            .edit(A, "{spec: {region: south}}")
            .see(rejected(), "c=RegionNotAllowed", "a=RegionNotAllowed c=RegionNotAllowed"));
    rows.add(
        row("spec.site")
            .edit(A, "{spec: {site: s-b}}")
            .see(
                contingencyOfSites(),
                "site s-a: keeps 2; site s-b: keeps 2; site s-c: keeps 2",
                "site s-b: keeps 1; site s-c: keeps 2"));
    rows.add(
        row("spec.location.country")
            .given(WEB, "{spec: {residency: {countries: [FR]}}}")
            .edit(A, "{spec: {location: {country: DE}}}")
            .see(rejected(), "", "a=CountryNotAllowed"));
    // Saint-Martin belongs to the Union, New Caledonia does not.
    rows.add(
        row("spec.location.subdivision")
            .given(WEB, "{spec: {residency: {countries: [EU]}}}")
            .edit(A, "{spec: {location: {subdivision: FR-NC}}}")
            .see(rejected(), "", "a=CountryNotAllowed"));
    rows.add(
        row("spec.location.latitude")
            .given("AvailabilityZone/b", "{spec: {location: {latitude: \"48\", longitude: \"2\"}}}")
            .given(A, "{spec: {location: {latitude: \"48\", longitude: \"2\"}}}")
            .edit(A, "{spec: {location: {latitude: \"50\"}}}")
            .see(zone("a", "/roundTrips/0/milliseconds"), "0.5", "3.8"));
    rows.add(
        row("spec.location.longitude")
            .given("AvailabilityZone/b", equator("9"))
            .given(A, equator("9"))
            .edit(A, equator("11"))
            .see(zone("a", "/roundTrips/0/milliseconds"), "0.5", "3.8"));
    rows.add(
        row("spec.failureDomains{}")
            .given(
                WEB,
                "{spec: {resilience: {tolerate: [{of: failureDomains/flood, recover: None}]}}}")
            .given(A, "{spec: {failureDomains: {flood: seine}}}")
            .given("AvailabilityZone/b", "{spec: {failureDomains: {flood: marne}}}")
            .given("AvailabilityZone/c", "{spec: {failureDomains: {flood: None}}}")
            .edit(A, "{spec: {failureDomains: {flood: marne}}}")
            .see(
                floods(),
                "failureDomains/flood marne: keeps 2; failureDomains/flood seine: keeps 2",
                "failureDomains/flood marne: keeps 1"));
    rows.addAll(
        ProvenanceRows.of(
            "spec.siteProvenance", A, d -> d, p -> "{spec: {siteProvenance: " + p + "}}"));
    rows.addAll(
        ProvenanceRows.of(
            "spec.location.provenance",
            A,
            d -> d,
            p -> "{spec: {location: {provenance: " + p + "}}}"));
    rows.addAll(
        ProvenanceRows.of(
            "spec.location.coordinatesProvenance",
            A,
            AvailabilityZoneEffects::measured,
            p -> "{spec: {location: {coordinatesProvenance: " + p + "}}}"));
    rows.addAll(
        ProvenanceRows.of(
            "spec.failureDomainsProvenance",
            A,
            d ->
                d.given(A, "{spec: {failureDomains: {flood: None}}}")
                    .given("AvailabilityZone/b", "{spec: {failureDomains: {flood: None}}}")
                    .given("AvailabilityZone/c", "{spec: {failureDomains: {flood: None}}}")
                    .given(WEB, "{spec: {resilience: {tolerate: [{of: failureDomains/flood}]}}}"),
            p -> "{spec: {failureDomainsProvenance: " + p + "}}"));
  }

  /** Coordinates count where a policy asks how far backups are. */
  private static Row.Draft measured(Row.Draft draft) {
    return draft
        .given(A, "{spec: {location: {latitude: \"48\", longitude: \"2\"}}}")
        .given(
            "SovereigntyPolicy/far",
            "{spec: {rules: [{name: far, rule: backup-location, action: Audit, parameters:"
                + " {minDistanceKm: \"300\"}}]}}");
  }

  private static Row.View contingencyOfSites() {
    return world ->
        contingency("web")
            .of(
                world.with(
                    List.of(
                        new Row.Patch(
                            WEB, "{spec: {resilience: {tolerate: [{of: Site, recover: None}]}}}"))))
            .replaceAll("zone [abc]: [^;]*(; )?", "")
            .replaceAll("; $", "");
  }

  private static Row.View floods() {
    return world ->
        contingency("web").of(world).replaceAll("zone [abc]: [^;]*(; )?", "").replaceAll("; $", "");
  }

  private static void equipment(List<Row> rows) {
    rows.add(
        row("spec.registries[]")
            .given("SovereigntyPolicy/p", rule("rule: registry-allowed"))
            .given(WEB, "{spec: {residency: {zones: {allow: [a]}}}}")
            .given(A, "{spec: {registries: [docker.io]}}")
            .edit(A, "{spec: {registries: [registry.example]}}")
            .see(rejected("a"), "", "RegistryNotOfZone"));
    String fast =
        "{spec: {storage: {classes: [{name: %s, encrypted: true, keyCustody: CustomerExternal}]}}}";
    rows.add(
        claiming(row("spec.storage.classes[].name"))
            .given(A, fast.formatted("fast"))
            .edit(A, fast.formatted("slow"))
            .see(rejected("a"), "", "StorageClassUnknown"));
    rows.add(
        claiming(row("spec.storage.classes[].keyCustody"))
            .given(A, fast.formatted("fast"))
            .edit(A, fast.formatted("fast").replace("CustomerExternal", "Provider"))
            .see(rejected("a"), "", "KeyCustodyNotAccepted"));
    rows.add(
        claiming(row("spec.storage.classes[].encrypted"))
            .given("SovereigntyPolicy/p", rule("rule: encrypted-storage"))
            .given(WEB, "{spec: {residency: {keyCustody: []}}}")
            .given(A, fast.formatted("fast"))
            .edit(A, "{spec: {storage: {classes: [{name: fast, encrypted: false}]}}}")
            .see(rejected("a"), "", "NotEncrypted"));
    rows.add(
        row("spec.storage.backupZones[]")
            .given(WEB, "{spec: {resilience: {backup: {toZones: [c]}}}}")
            .given(A, "{spec: {storage: {backupZones: [c]}}}")
            .edit(A, "{spec: {storage: {backupZones: [b]}}}")
            .see(rejected("a"), "", "BackupRefused"));
    rows.addAll(
        ProvenanceRows.of(
            "spec.storage.provenance",
            A,
            d -> claiming(d).given(A, fast.formatted("fast")),
            p -> "{spec: {storage: {provenance: " + p + "}}}"));
  }

  /** A volume of class fast, whose keys the customer holds. */
  private static Row.Draft claiming(Row.Draft draft) {
    return draft.given(
        WEB,
        "{spec: {residency: {keyCustody: [CustomerExternal]}, workload: {deployment: {template: {spec: {containers:"
            + " [{name: main, image: none, resources: {requests: {cpu: 1, memory: 1Gi}}}], volumes: [{name: data,"
            + " ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast}}}}]}}}}}}");
  }

  private static void state(List<Row> rows) {
    for (String state : List.of("Cordoned", "Drained", "Lost")) {
      rows.add(
          row("spec.state")
              .edit(A, "{spec: {state: " + state + "}}")
              .see(zone("a", "/conditions/2/reason"), "Active", state));
    }
    rows.add(
        row("spec.state")
            .given(
                "WorkloadPlacement/web",
                standing("{zone: a, replicas: 1}, {zone: b, replicas: 1}, {zone: c, replicas: 1}"))
            .edit(A, "{spec: {state: Drained}}")
            .see(zones("web"), "a=1 b=1 c=1", "b=2 c=1"));
    karmada(rows);
    rows.add(
        row("spec.target.nodeSelector{}")
            .given(A, "{spec: {capacity: null}}")
            .given("Node/n1", node("{zone: a}"))
            .edit(A, "{spec: {target: {nodeSelector: {zone: z}}}}")
            .see(zone("a", "/capacity/cpu"), "7", ""));
    String profile =
        "{spec: {target: {nodeSelector: null, clusterProfile: {name: fc, namespace: f}}}}";
    for (String field : List.of("name", "namespace")) {
      rows.add(
          row("spec.target.clusterProfile." + field)
              .given(A, profile)
              .given("AvailabilityZone/b", profile)
              .edit(A, "{spec: {target: {clusterProfile: {" + field + ": x}}}}")
              .see(zone("b", "/conditions/2/reason"), "Cordoned", "Active"));
    }
    // Two zones of one cluster have to exclude each other.
    for (String field : List.of("name", "key")) {
      rows.add(
          row("spec.target.cluster.kubeconfigSecretRef." + field)
              .given(A, elsewhere("{name: fc, key: k}"))
              .given("AvailabilityZone/b", elsewhere("{name: fc, key: k}"))
              .edit(A, "{spec: {target: {cluster: {kubeconfigSecretRef: {" + field + ": x}}}}}")
              .see(zone("b", "/conditions/2/reason"), "Cordoned", "Active"));
    }
  }

  private static void karmada(List<Row> rows) {
    String fc = "{spec: {target: {nodeSelector: null, karmada: {cluster: fc}}}}";
    // Two zones of one cluster could not be told apart.
    rows.add(
        row("spec.target.karmada.cluster")
            .given(A, fc)
            .given("AvailabilityZone/b", fc)
            .edit(A, "{spec: {target: {karmada: {cluster: x}}}}")
            .see(zone("b", "/conditions/2/reason"), "Cordoned", "Active"));
    String managed =
        "{spec: {target: {nodeSelector: null, openClusterManagement: {managedCluster: fc}}}}";
    rows.add(
        row("spec.target.openClusterManagement.managedCluster")
            .given(A, managed)
            .given("AvailabilityZone/b", managed)
            .edit(A, "{spec: {target: {openClusterManagement: {managedCluster: x}}}}")
            .see(zone("b", "/conditions/2/reason"), "Cordoned", "Active"));
  }

  private static String elsewhere(String secret) {
    return "{spec: {target: {nodeSelector: null, cluster: {kubeconfigSecretRef: " + secret + "}}}}";
  }

  private static String node(String labels) {
    return "{metadata: {labels: "
        + labels
        + "}, status: {allocatable: {cpu: 7, memory: 9Gi, pods: 50}, conditions: [{type: Ready, status: \"True\"}]}}";
  }

  static String standing(String assignments) {
    return "{metadata: {namespace: shop}, spec: {workloadRef: {name: web, uid: uid-web}, assignments: ["
        + assignments
        + "]}}";
  }

  private static void capacity(List<Row> rows) {
    rows.add(
        row("spec.usablePercent")
            .edit(A, "{spec: {usablePercent: 50}}")
            .see(zone("a", "/capacity/cpu"), "10", "5"));
    for (String resource : List.of("cpu", "memory", "ephemeral-storage", "pods")) {
      // Only zone a is left; a second replica there meets the total, then the node.
      rows.add(
          alone(row("spec.capacity." + resource), resource)
              .given(A, "{spec: {capacity: {" + resource + ": \"4\"}}}")
              .edit(A, "{spec: {capacity: {" + resource + ": \"2\"}}}")
              .see(zones("web"), "a=2", "-2"));
      rows.add(
          alone(row("spec.capacity.largestNode." + resource), resource)
              .given(
                  A, "{spec: {capacity: {" + resource + ": \"4\", largestNode: " + node4() + "}}}")
              .edit(A, "{spec: {capacity: {largestNode: {" + resource + ": \"0\"}}}}")
              .see(zones("web"), "a=2", "-2"));
    }
    rows.add(
        alone(row("spec.capacity.extended{}"), "nvidia.com/gpu")
            .given(A, "{spec: {capacity: {extended: {nvidia.com/gpu: 4}}}}")
            .edit(A, "{spec: {capacity: {extended: {nvidia.com/gpu: 2}}}}")
            .see(zones("web"), "a=2", "-2"));
    rows.add(
        alone(row("spec.capacity.largestNode.extended{}"), "nvidia.com/gpu")
            .given(
                A,
                "{spec: {capacity: {extended: {nvidia.com/gpu: 4}, largestNode: " + node4() + "}}}")
            .edit(A, "{spec: {capacity: {largestNode: {extended: {nvidia.com/gpu: 0}}}}}")
            .see(zones("web"), "a=2", "-2"));
  }

  /** As large as the zone in everything. */
  private static String node4() {
    return "{cpu: \"4\", memory: \"4\", ephemeral-storage: \"4\", pods: \"4\", extended: {nvidia.com/gpu: 4}}";
  }

  /** Two replicas that each ask one unit, and room for a rollout is one unit more. */
  private static Row.Draft alone(Row.Draft draft, String resource) {
    String asked = resource.equals("pods") ? "cpu: \"1\"" : resource + ": \"1\"";
    return draft
        .given(
            WEB,
            "{spec: {replicas: 2, residency: {zones: {allow: [a]}}, workload: {deployment: {template: {spec: {containers:"
                + " [{name: main, resources: {requests: {"
                + asked
                + "}}}]}}}}}}")
        .given(A, "{spec: {capacity: {cpu: \"10\", pods: \"10\"}}}");
  }

  private static void cost(List<Row> rows) {
    String cheap =
        "{spec: {cost: {perHour: {cpu: \"1\"}, carbon: {gramsPerKWh: 10, wattsPerCpu: 10, pue: \"1.1\"}}}}";
    String dear =
        "{spec: {cost: {perHour: {cpu: \"2\"}, carbon: {gramsPerKWh: 11, wattsPerCpu: 11, pue: \"1.2\"}}}}";
    String memory = "{spec: {cost: {perHour: {cpu: \"2\", memory: \"1\"}}}}";
    rows.add(
        priced(row("spec.cost.perHour{}"), "Cost", cheap, dear)
            .edit(A, "{spec: {cost: {perHour: {cpu: \"3\"}}}}")
            .see(zones("web"), "a=3", "b=3"));
    rows.add(
        priced(row("spec.cost.perHour{}"), "Cost", cheap, memory)
            .edit(A, "{spec: {cost: {perHour: {memory: \"50\"}}}}")
            .see(zones("web"), "a=3", "b=3"));
    rows.add(
        priced(row("spec.cost.carbon.gramsPerKWh"), "Carbon", cheap, dear)
            .edit(A, "{spec: {cost: {carbon: {gramsPerKWh: 20}}}}")
            .see(zones("web"), "a=3", "b=3"));
    rows.add(
        priced(row("spec.cost.carbon.wattsPerCpu"), "Carbon", cheap, dear)
            .edit(A, "{spec: {cost: {carbon: {wattsPerCpu: 20}}}}")
            .see(zones("web"), "a=3", "b=3"));
    rows.add(
        priced(row("spec.cost.carbon.pue"), "Carbon", cheap, dear)
            .edit(A, "{spec: {cost: {carbon: {pue: \"2\"}}}}")
            .see(zones("web"), "a=3", "b=3"));
  }

  private static Row.Draft priced(Row.Draft draft, String objective, String cheap, String dear) {
    return draft
        .given(
            WEB,
            "{spec: {placement: {objective: "
                + objective
                + "}, residency: {zones: {allow: [a, b]}}}}")
        .given(A, cheap)
        .given("AvailabilityZone/b", dear);
  }

  /** In Gabon, where degrees of longitude are as long as those of latitude. */
  private static String equator(String longitude) {
    return "{spec: {location: {country: GA, latitude: \"0\", longitude: \"" + longitude + "\"}}}";
  }
}
