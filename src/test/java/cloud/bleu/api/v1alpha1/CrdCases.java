package cloud.bleu.api.v1alpha1;

import java.util.List;

/**
 * For every CEL rule of every CRD an object or an edit that it refuses, and the nearest one that it
 * accepts. Specs in flow style; {@code before} is null where the rule looks at one object.
 */
public final class CrdCases {
  /**
   * @param message the start of the rule's message
   * @param before the spec that is edited, or null
   * @param status a status that the object has before the edit, or null
   * @param refused a spec that the rule refuses
   * @param accepted the nearest spec that is accepted
   */
  public record Case(
      String message, String kind, String before, String status, String refused, String accepted) {
    @Override
    public String toString() {
      return kind + ": " + message;
    }
  }

  public static final String ZONE =
      "provider: p, region: r, site: s, target: {nodeSelector: {example.com/zone: a}}";
  static final String VM = "workload: {external: {kind: VM, requests: {cpu: 1}}}";
  public static final String WORKLOAD = "dataClasses: [Ordinary], " + VM;
  static final String WAIVER =
      "policyRef: p, rule: r, workloadRef: {name: w}, reason: late, notBefore: \"%s\", expirationTime:"
          + " \"2026-12-01T00:00:00Z\"";
  private static final String POD =
      "{metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: registry.example/c:1}]}}";
  private static final String DEPLOYMENT =
      "dataClasses: [Ordinary], workload: {deployment: {template: " + POD + "}}";
  private static final String STATEFUL =
      "dataClasses: [Ordinary], workload: {statefulSet: {serviceName: %s, template: " + POD + "}}";
  private static final String HOLDERS =
      "ownership: {holders: [{name: A, of: P, %1$s: \"60.5\"}, {name: B, of: P, %1$s: \"%2$s\"},"
          + " {name: C, of: A, %1$s: \"100\"}, {name: D, of: P}]}";
  private static final String QUALIFICATION =
      "offerings: [{name: o, qualifications: [{scheme: SecNumCloud, state: Qualified, validFrom: 2026-02-01,"
          + " validUntil: %s}]}]";

  /** It begins an hour of the clock before 23:00 in Paris, at the same instant. */
  private static final String MAINTENANCE = "{from: \"2026-12-01T22:00:00Z\", to: \"%s\"}";

  private static final String HOMOLOGATION =
      "{reference: H-1, validFrom: 2026-02-01, validUntil: %s}";

  private CrdCases() {}

  public static final List<Case> ALL =
      List.of(
          // BleuWorkload, one object
          one(
              "weights and spread contradict each other",
              "BleuWorkload",
              WORKLOAD
                  + ", placement: {weights: [{zone: a, weight: 1}]}, resilience: {spread: [{over:"
                  + " Zone}]}",
              WORKLOAD
                  + ", placement: {weights: [{zone: a, weight: 1}]}, resilience: {spread: []}"),
          one(
              "give exactly one of deployment",
              "BleuWorkload",
              "dataClasses: [Ordinary], workload: {deploymentRef: {name: d}, external: {kind: VM,"
                  + " requests: {cpu: 1}}}",
              "dataClasses: [Ordinary], workload: {deploymentRef: {name: d}}"),
          one(
              "give exactly one of deployment",
              "BleuWorkload",
              "dataClasses: [Ordinary], workload: {}",
              WORKLOAD),
          one(
              "companions go along with deployment, statefulSet and deploymentRef only",
              "BleuWorkload",
              "dataClasses: [Ordinary], workload: {companions: [{kind: Secret, name: s}], external:"
                  + " {kind: VM, requests: {cpu: 1}}}",
              "dataClasses: [Ordinary], workload: {companions: [{kind: Secret, name: s}],"
                  + " deploymentRef: {name: d}}"),
          one(
              "companions go along with deployment, statefulSet and deploymentRef only",
              "BleuWorkload",
              "dataClasses: [Ordinary], workload: {companions: [{kind: Secret, name: s}], karmada:"
                  + " {bindingOf: {kind: Deployment, name: d}}}",
              "dataClasses: [Ordinary], workload: {companions: [], karmada: {bindingOf: {kind:"
                  + " Deployment, name: d}}}"),
          one(
              "every namespace of every cluster has its own one",
              "BleuWorkload",
              "dataClasses: [Ordinary], workload: {companions: [{kind: ServiceAccount, name:"
                  + " default}], deploymentRef: {name: d}}",
              "dataClasses: [Ordinary], workload: {companions: [{kind: Secret, name: default}],"
                  + " deploymentRef: {name: d}}"),
          one(
              "an empty selector selects every pod",
              "BleuWorkload",
              "dataClasses: [Ordinary], workload: {pods: {selector: {matchLabels: {}}, requests: {cpu:"
                  + " 1}}}",
              "dataClasses: [Ordinary], workload: {pods: {selector: {matchLabels: {app: a}},"
                  + " requests: {cpu: 1}}}"),
          one(
              "minReadySeconds is not less than progressDeadlineSeconds",
              "BleuWorkload",
              "dataClasses: [Ordinary], workload: {deployment: {minReadySeconds: 600, template: {spec:"
                  + " {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}}",
              "dataClasses: [Ordinary], workload: {deployment: {minReadySeconds: 599, template: {spec:"
                  + " {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}}"),
          one(
              "a name is both allowed and denied",
              "BleuWorkload",
              WORKLOAD + ", residency: {regions: {allow: [a, b], deny: [b]}}",
              WORKLOAD + ", residency: {regions: {allow: [a, b], deny: [c]}}"),
          one(
              "an entry of tolerate replicates synchronously",
              "BleuWorkload",
              WORKLOAD + ", resilience: {tolerate: [{of: Site, replication: Synchronous}]}",
              WORKLOAD
                  + ", resilience: {tolerate: [{of: Site, replication: Synchronous}], replication:"
                  + " {maxRoundTrip: 2ms}}"),
          one(
              "an entry of tolerate replicates asynchronously",
              "BleuWorkload",
              WORKLOAD
                  + ", resilience: {tolerate: [{of: Region, replication: Asynchronous}], replication:"
                  + " {maxRoundTrip: 2ms}}",
              WORKLOAD
                  + ", resilience: {tolerate: [{of: Region, replication: Asynchronous}], replication:"
                  + " {minDistanceKm: 200}}"),
          one(
              "rto and rpo are about the losses in tolerate",
              "BleuWorkload",
              WORKLOAD + ", resilience: {rpo: 0s}",
              WORKLOAD + ", resilience: {rpo: 0s, tolerate: [{of: Site}]}"),
          one(
              "startBudget counts for rto alone",
              "BleuWorkload",
              WORKLOAD + ", resilience: {tolerate: [{of: Site}], startBudget: 90s}",
              WORKLOAD + ", resilience: {tolerate: [{of: Site}], startBudget: 90s, rto: 5m}"),
          one(
              "replication.maxLag counts for rpo alone",
              "BleuWorkload",
              WORKLOAD + ", resilience: {tolerate: [{of: Site}], replication: {maxLag: 5s}}",
              WORKLOAD
                  + ", resilience: {tolerate: [{of: Site}], replication: {maxLag: 5s}, rpo: 10s}"),
          one(
              "rto is shorter than failover.after",
              "BleuWorkload",
              WORKLOAD + ", resilience: {tolerate: [{of: Site}], rto: 59s}",
              WORKLOAD + ", resilience: {tolerate: [{of: Site}], rto: 1m}"),
          one(
              "min is greater than max",
              "BleuWorkload",
              WORKLOAD + ", resilience: {spread: [{over: Site, min: 4, max: 3}]}",
              WORKLOAD + ", resilience: {spread: [{over: Site, min: 3, max: 3}]}"),
          one(
              "min is greater than max",
              "BleuWorkload",
              WORKLOAD + ", placement: {perZone: {min: 4, max: 3}}",
              WORKLOAD + ", placement: {perZone: {min: 3, max: 3}}"),
          one(
              "weights and perZone.min contradict each other",
              "BleuWorkload",
              WORKLOAD
                  + ", placement: {weights: [{zone: a, weight: 1}], perZone: {min: 2, max: 3}}",
              WORKLOAD + ", placement: {weights: [{zone: a, weight: 1}], perZone: {max: 3}}"),
          one(
              "affinity and antiAffinity with the same workload",
              "BleuWorkload",
              WORKLOAD + ", placement: {affinity: [{with: b}], antiAffinity: [{with: b}]}",
              WORKLOAD
                  + ", placement: {affinity: [{with: b}], antiAffinity: [{with: b, required: false}]}"),
          one(
              "placement.affinity names this workload itself",
              "BleuWorkload",
              WORKLOAD + ", placement: {affinity: [{with: refused}]}",
              WORKLOAD + ", placement: {affinity: [{with: other}]}"),
          one(
              "placement.antiAffinity names this workload itself",
              "BleuWorkload",
              WORKLOAD + ", placement: {antiAffinity: [{with: refused}]}",
              WORKLOAD + ", placement: {antiAffinity: [{with: other}]}"),
          one(
              "give exactly one of service, pods, cidr and host",
              "BleuWorkload",
              egress("{name: x, to: {host: a.example, cidr: 10.0.0.0/8}}"),
              egress("{name: x, to: {host: a.example}}")),
          one(
              "give exactly one of service, pods, cidr and host",
              "BleuWorkload",
              egress("{name: x, to: {}}"),
              egress("{name: x, to: {service: {name: db}}}")),
          one(
              "not a range of addresses",
              "BleuWorkload",
              egress("{name: x, to: {cidr: 10.20.0.1/16}}"),
              egress("{name: x, to: {cidr: 10.20.0.0/16}}")),
          one(
              "not a range of addresses",
              "BleuWorkload",
              egress("{name: x, to: {cidr: '2001:db8::1/48'}}"),
              egress("{name: x, to: {cidr: '2001:DB8::/48'}}")),
          one(
              "not a range of addresses",
              "BleuWorkload",
              egress("{name: x, to: {cidr: 10.20.0.0}}"),
              egress("{name: x, to: {cidr: 10.20.0.0/32}}")),
          // BleuWorkload, edits
          edit(
              "the kind of workload does not change",
              "BleuWorkload",
              DEPLOYMENT,
              null,
              String.format(STATEFUL, "s"),
              DEPLOYMENT + ", replicas: 3"),
          edit(
              "serviceName does not change",
              "BleuWorkload",
              String.format(STATEFUL, "s"),
              null,
              String.format(STATEFUL, "t"),
              String.format(STATEFUL, "s") + ", replicas: 3"),
          edit(
              "podManagementPolicy does not change",
              "BleuWorkload",
              String.format(STATEFUL, "s"),
              null,
              String.format(STATEFUL, "s, podManagementPolicy: Parallel"),
              String.format(STATEFUL, "s, podManagementPolicy: OrderedReady")),
          edit(
              "the Deployment referred to does not change",
              "BleuWorkload",
              "dataClasses: [Ordinary], workload: {deploymentRef: {name: d}}",
              null,
              "dataClasses: [Ordinary], workload: {deploymentRef: {name: e}}",
              "dataClasses: [Ordinary], workload: {deploymentRef: {name: d, scaleDown: Never}}"),
          edit(
              "what is propagated does not change",
              "BleuWorkload",
              "dataClasses: [Ordinary], workload: {karmada: {bindingOf: {kind: Deployment, name: d}}}",
              null,
              "dataClasses: [Ordinary], workload: {karmada: {bindingOf: {kind: Deployment, name: e}}}",
              "dataClasses: [Ordinary], replicas: 3, workload: {karmada: {bindingOf: {kind: Deployment, name: d}}}"),
          edit(
              "the kind of an external workload does not change",
              "BleuWorkload",
              WORKLOAD,
              null,
              "dataClasses: [Ordinary], workload: {external: {kind: SaaS, requests: {cpu: 1}}}",
              "dataClasses: [Ordinary], workload: {external: {kind: VM, requests: {cpu: 2}}}"),
          // SovereigntyPolicy
          one(
              "exactly one of rule and expression",
              "SovereigntyPolicy",
              "rules: [{name: a, rule: seat-in-eu, expression: 'true'}]",
              "rules: [{name: a, expression: 'true'}]"),
          one(
              "message belongs to an expression",
              "SovereigntyPolicy",
              "rules: [{name: a, rule: seat-in-eu, message: zone.name}]",
              "rules: [{name: a, expression: 'true', message: zone.name}]"),
          one(
              "requirements belong to an expression",
              "SovereigntyPolicy",
              "rules: [{name: a, rule: seat-in-eu, requirements: [11.3.a]}]",
              "rules: [{name: a, expression: 'true', requirements: [11.3.a]}]"),
          one(
              "parameters belong to a rule of the catalogue",
              "SovereigntyPolicy",
              "rules: [{name: a, expression: 'true', parameters: {b: c}}]",
              "rules: [{name: a, rule: countries, parameters: {countries: [FR]}}]"),
          // SovereigntyWaiver
          one(
              "notBefore is not before expirationTime",
              "SovereigntyWaiver",
              WAIVER.formatted("2026-12-01T00:00:00Z"),
              WAIVER.formatted("2026-11-01T00:00:00Z")),
          one(
              "a waiver is requested by one person and approved by another one",
              "SovereigntyWaiver",
              WAIVER.formatted("2026-11-01T00:00:00Z") + ", requestedBy: anne, approvedBy: anne",
              WAIVER.formatted("2026-11-01T00:00:00Z") + ", requestedBy: anne, approvedBy: bob"),
          one(
              "approvedStatement is written by who approves, together with approvedBy",
              "SovereigntyWaiver",
              WAIVER.formatted("2026-11-01T00:00:00Z")
                  + ", requestedBy: anne, approvedStatement: \"sha256:"
                  + "0".repeat(64)
                  + "\"",
              WAIVER.formatted("2026-11-01T00:00:00Z")
                  + ", requestedBy: anne, approvedBy: bob, approvedStatement: \"sha256:"
                  + "0".repeat(64)
                  + "\""),
          edit(
              "an approved waiver does not change",
              "SovereigntyWaiver",
              WAIVER.formatted("2026-11-01T00:00:00Z") + ", requestedBy: anne, approvedBy: bob",
              null,
              WAIVER.formatted("2026-11-02T00:00:00Z") + ", requestedBy: anne, approvedBy: bob",
              WAIVER.formatted("2026-11-01T00:00:00Z") + ", requestedBy: anne, approvedBy: bob"),
          // ResilienceDrill
          one(
              "a drill loses exactly one of zone, site, region, provider, hazard",
              "ResilienceDrill",
              "scope: {zone: a, site: b}",
              "scope: {zone: a}"),
          one(
              "a live drill moves replicas: state window and budget",
              "ResilienceDrill",
              "scope: {zone: a}, mode: Live, window: {opens: 0 22 * * 6, duration: 4h}",
              "scope: {zone: a}, mode: Live, window: {opens: 0 22 * * 6, duration: 4h}, budget: {replicas: 9}"),
          // MigrationPlan
          one(
              "the cluster is read at most every ten minutes",
              "MigrationPlan",
              "target: p, namespaces: [a], interval: 9m59s",
              "target: p, namespaces: [a], interval: 10m"),
          one(
              "a freeze ends before it begins",
              "MigrationPlan",
              "target: p, namespaces: [a], freezes: [{from: \"2027-01-02\", until: \"2027-01-01\"}]",
              "target: p, namespaces: [a], freezes: [{from: \"2027-01-02\", until: \"2027-01-02\"}]"),
          // CloudProvider
          one(
              "a holder cannot hold a part of itself",
              "CloudProvider",
              "ownership: {holders: [{name: A, of: A}]}",
              "ownership: {holders: [{name: A, of: P}]}"),
          one(
              "the capitalPercent of the holders of one entity",
              "CloudProvider",
              String.format(HOLDERS, "capitalPercent", "39.6"),
              String.format(HOLDERS, "capitalPercent", "39.5")),
          one(
              "the votesPercent of the holders of one entity",
              "CloudProvider",
              String.format(HOLDERS, "votesPercent", "39.6"),
              String.format(HOLDERS, "votesPercent", "39.5")),
          one(
              "validFrom is after validUntil",
              "CloudProvider",
              String.format(QUALIFICATION, "2026-01-31"),
              String.format(QUALIFICATION, "2026-02-01")),
          // AvailabilityZone
          one(
              "latitude and longitude are given together",
              "AvailabilityZone",
              ZONE + ", location: {country: FR, latitude: \"48.8\"}",
              ZONE + ", location: {country: FR, latitude: \"48.8\", longitude: \"-2.3\"}"),
          one(
              "there are no coordinates that coordinatesProvenance would be about",
              "AvailabilityZone",
              ZONE + ", location: {country: FR, coordinatesProvenance: {basis: Press}}",
              ZONE
                  + ", location: {country: FR, latitude: \"48.8\", longitude: \"-2.3\","
                  + " coordinatesProvenance: {basis: Press}}"),
          one(
              "silentUpTo is below degradedBelow",
              "AvailabilityZone",
              ZONE + ", health: {degradedBelow: 50, silentUpTo: 50}",
              ZONE + ", health: {degradedBelow: 50, silentUpTo: 49}"),
          one(
              "degradedAfter, silentAfter and recoveredAfter are 24h at most",
              "AvailabilityZone",
              ZONE + ", health: {recoveredAfter: 24h1s}",
              ZONE + ", health: {recoveredAfter: 24h}"),
          one(
              "a probe asks by tcp or by http",
              "AvailabilityZone",
              ZONE + ", health: {probes: [{name: p}]}",
              ZONE + ", health: {probes: [{name: p, tcp: {host: a, port: 80}}]}"),
          one(
              "period is 5s to 5m",
              "AvailabilityZone",
              ZONE
                  + ", health: {probes: [{name: p, period: 4s, timeout: 1s, tcp: {host: a, port: 80}}]}",
              ZONE
                  + ", health: {probes: [{name: p, period: 5s, timeout: 1s, tcp: {host: a, port: 80}}]}"),
          one(
              "timeout is 100ms to 10s",
              "AvailabilityZone",
              ZONE
                  + ", health: {probes: [{name: p, period: 5s, timeout: 6s, tcp: {host: a, port: 80}}]}",
              ZONE
                  + ", health: {probes: [{name: p, period: 5s, timeout: 5s, tcp: {host: a, port: 80}}]}"),
          one(
              "statusFrom is not above statusTo",
              "AvailabilityZone",
              ZONE + ", health: {probes: [{name: p, http: {url: \"http://a\", statusFrom: 300}}]}",
              ZONE + ", health: {probes: [{name: p, http: {url: \"http://a\", statusFrom: 299}}]}"),
          one(
              "host is no name and no address",
              "AvailabilityZone",
              ZONE + ", health: {probes: [{name: p, tcp: {host: 256.1.1.1, port: 80}}]}",
              ZONE + ", health: {probes: [{name: p, tcp: {host: 255.1.1.1, port: 80}}]}"),
          one(
              "host has a colon and is no address of IPv6",
              "AvailabilityZone",
              ZONE + ", health: {probes: [{name: p, tcp: {host: \"12345::7\", port: 80}}]}",
              ZONE + ", health: {probes: [{name: p, tcp: {host: \"1234::7\", port: 80}}]}"),
          one(
              "the host of url is no address of IPv6",
              "AvailabilityZone",
              ZONE + ", health: {probes: [{name: p, http: {url: \"http://[1:2]:80/x\"}}]}",
              ZONE + ", health: {probes: [{name: p, http: {url: \"http://[1::2]:80/x\"}}]}"),
          one(
              "the host of url is no name and no address",
              "AvailabilityZone",
              ZONE + ", health: {probes: [{name: p, http: {url: \"http://1.2.3:80/x\"}}]}",
              ZONE + ", health: {probes: [{name: p, http: {url: \"http://1.2.3.4:80/x\"}}]}"),
          one(
              "the subdivision is not one of the country",
              "AvailabilityZone",
              ZONE + ", location: {country: FR, subdivision: DE-BE}",
              ZONE + ", location: {country: FR, subdivision: FR-IDF}"),
          one(
              "a hazard is named by at most 63",
              "AvailabilityZone",
              ZONE + ", failureDomains: {Flood: seine}",
              ZONE + ", failureDomains: {flood: seine}"),
          one(
              "nobody holds the keys of what is not encrypted",
              "AvailabilityZone",
              ZONE + ", storage: {classes: [{name: a, encrypted: false, keyCustody: Provider}]}",
              ZONE + ", storage: {classes: [{name: a, encrypted: true, keyCustody: Provider}]}"),
          one(
              "from is not before to",
              "AvailabilityZone",
              ZONE + ", maintenance: [" + MAINTENANCE.formatted("2026-12-01T23:00:00+01:00") + "]",
              ZONE + ", maintenance: [" + MAINTENANCE.formatted("2026-12-01T23:00:01+01:00") + "]"),
          one(
              "validFrom is after validUntil",
              "AvailabilityZone",
              ZONE + ", homologations: [" + HOMOLOGATION.formatted("2026-01-31") + "]",
              ZONE + ", homologations: [" + HOMOLOGATION.formatted("2026-02-01") + "]"),
          one(
              "state the labels of the nodes, or the cluster",
              "AvailabilityZone",
              ZONE.replace("{nodeSelector: {example.com/zone: a}}", "{}"),
              ZONE.replace(
                  "{nodeSelector: {example.com/zone: a}}",
                  "{cluster: {kubeconfigSecretRef: {name: fc-1}}}")),
          one(
              "karmada stands alone",
              "AvailabilityZone",
              ZONE.replace(
                  "{nodeSelector: {example.com/zone: a}}",
                  "{nodeSelector: {example.com/zone: a}, karmada: {cluster: c}}"),
              ZONE.replace("{nodeSelector: {example.com/zone: a}}", "{karmada: {cluster: c}}")),
          one(
              "karmada stands alone",
              "AvailabilityZone",
              ZONE.replace(
                  "{nodeSelector: {example.com/zone: a}}",
                  "{cluster: {kubeconfigSecretRef: {name: fc-1}}, karmada: {cluster: c}}"),
              ZONE.replace("{nodeSelector: {example.com/zone: a}}", "{karmada: {cluster: c}}")),
          one(
              "karmada stands alone",
              "AvailabilityZone",
              profile("clusterProfile: {name: fc-1, namespace: fleet}, karmada: {cluster: c}"),
              profile("clusterProfile: {name: fc-1, namespace: fleet}")),
          one(
              "openClusterManagement stands alone",
              "AvailabilityZone",
              profile("nodeSelector: {a: b}, openClusterManagement: {managedCluster: m}"),
              profile("openClusterManagement: {managedCluster: m}")),
          one(
              "openClusterManagement stands alone",
              "AvailabilityZone",
              profile("karmada: {cluster: c}, openClusterManagement: {managedCluster: m}"),
              profile("openClusterManagement: {managedCluster: m}")),
          one(
              "openClusterManagement stands alone",
              "AvailabilityZone",
              profile(
                  "cluster: {kubeconfigSecretRef: {name: fc-1}},"
                      + " openClusterManagement: {managedCluster: m}"),
              profile("openClusterManagement: {managedCluster: m}")),
          one(
              "openClusterManagement stands alone",
              "AvailabilityZone",
              profile(
                  "clusterProfile: {name: fc-1, namespace: fleet},"
                      + " openClusterManagement: {managedCluster: m}"),
              profile("openClusterManagement: {managedCluster: m}")),
          one(
              "cluster and clusterProfile are two ways to a cluster",
              "AvailabilityZone",
              profile(
                  "cluster: {kubeconfigSecretRef: {name: fc-1}},"
                      + " clusterProfile: {name: fc-1, namespace: fleet}"),
              profile("nodeSelector: {a: b}, clusterProfile: {name: fc-1, namespace: fleet}")),
          used("provider", ZONE.replace("provider: p", "provider: q")),
          used("region", ZONE.replace("region: r", "region: q")),
          used("site", ZONE.replace("site: s", "site: q")),
          used("target.nodeSelector", ZONE.replace("zone: a", "zone: b")),
          new Case(
              "target.nodeSelector does not change while workloads stand",
              "AvailabilityZone",
              inCluster("fc-1", "a"),
              "workloads: 1",
              inCluster("fc-2", "b"),
              inCluster("fc-2", "a")),
          new Case(
              "target.nodeSelector does not change while workloads stand",
              "AvailabilityZone",
              inCluster("fc-1", "a"),
              "workloads: 1",
              inCluster("fc-1", "b"),
              ZONE.replace("zone: a", "zone: b")),
          // The way to a cluster may change: what answers there says which one it is.
          new Case(
              "target.nodeSelector does not change while workloads stand",
              "AvailabilityZone",
              inCluster("fc-1", "a"),
              "workloads: 1",
              profile(
                  "nodeSelector: {example.com/zone: b}, clusterProfile: {name: f, namespace: n}"),
              profile(
                  "nodeSelector: {example.com/zone: a}, clusterProfile: {name: f, namespace: n}")),
          // DecisionLedger
          edit(
              "the sequence of the chain of decisions never goes back",
              "DecisionLedger",
              "sequence: 7",
              null,
              "sequence: 6",
              "sequence: 7, entries: []"));

  private static String egress(String entry) {
    return WORKLOAD + ", residency: {egress: [" + entry + "]}";
  }

  private static Case one(String message, String kind, String refused, String accepted) {
    return new Case(message, kind, null, null, refused, accepted);
  }

  private static Case edit(
      String message, String kind, String before, String status, String refused, String accepted) {
    return new Case(message, kind, before, status, refused, accepted);
  }

  private static String profile(String target) {
    return ZONE.replace("{nodeSelector: {example.com/zone: a}}", "{" + target + "}");
  }

  private static String inCluster(String secret, String zone) {
    return ZONE.replace(
        "nodeSelector: {example.com/zone: a}",
        "nodeSelector: {example.com/zone: %s}, cluster: {kubeconfigSecretRef: {name: %s}}"
            .formatted(zone, secret));
  }

  private static Case used(String field, String changed) {
    return new Case(
        field + " does not change while workloads stand",
        "AvailabilityZone",
        ZONE,
        "workloads: 1",
        changed,
        ZONE + ", state: Drained");
  }
}
