package cloud.bleu.operator;

import java.util.List;

/** Objects that are wrong, with what a person reads of it in a cluster. */
final class BadObjects {

  /** What the schema refuses, with a part of its answer. */
  record Refused(String name, String message, String yaml) {}

  /** A condition of an object that the schema lets through, with parts of its message. */
  record Told(
      String kind, String name, String type, String status, String reason, List<String> messages) {}

  private static final String LONG = "x".repeat(10_000);

  static final List<Refused> REFUSED =
      List.of(
          new Refused(
              "negative replicas",
              "should be greater than or equal to 0",
              workload("a", "replicas: -1", machine("cpu: \"1\""))),
          new Refused(
              "a negative request",
              "spec.workload.external.requests",
              workload("a", machine("cpu: \"-1\""))),
          new Refused(
              "an unknown class",
              "Unsupported value: \"Helth\"",
              workload("a", machine("cpu: \"1\"")).replace("Ordinary", "Helth")),
          new Refused(
              "weights and spread",
              "weights and spread contradict each other",
              workload(
                  "a",
                  machine("cpu: \"1\""),
                  "resilience: {spread: [{over: Site, min: 2}]}",
                  "placement: {weights: [{zone: z, weight: 1}]}")),
          new Refused(
              "allowed and denied",
              "both allowed and denied",
              workload(
                  "a", machine("cpu: \"1\""), "residency: {regions: {allow: [r], deny: [r]}}")),
          new Refused(
              "a name of 10,000 characters",
              "spec.policies[0]: Too long",
              workload("a", machine("cpu: \"1\""), "policies: [" + LONG + "]")),
          new Refused(
              "a display name of 10,000 characters",
              "spec.displayName: Too long",
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: CloudProvider
              metadata: {name: a}
              spec: {displayName: %s}
              """
                  .formatted(LONG)),
          new Refused(
              "NUL in a name",
              "spec.policies[0]",
              workload("a", machine("cpu: \"1\""), "policies: [\"st\\0rict\"]")),
          new Refused(
              "text that runs backwards in a name",
              "spec.policies[0]",
              workload("a", machine("cpu: \"1\""), "policies: [\"st\\u202erict\"]")),
          new Refused(
              "no provider",
              "spec.provider: Required value",
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: AvailabilityZone
              metadata: {name: a}
              spec: {region: r, site: s, target: {nodeSelector: {a: b}}}
              """));

  /** Without a namespace. */
  static final List<String> CLUSTER =
      List.of(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: AvailabilityZone
          metadata: {name: nowhere}
          spec:
            provider: nobody
            region: north
            site: site-nowhere
            target: {nodeSelector: {zone: nowhere}}
          """,
          policy(
              "broken",
              "{name: one, rule: data-location, action: Enforce, parameters: {countries: [fr]}}",
              "{name: two, rule: data-location, action: Enforce, parameters: {lands: [FR]}}",
              "{name: three, action: Enforce, expression: 'zone.nam == 1 || zones'}",
              "{name: four, rule: data-locations, action: Enforce}"),
          policy(
              "france",
              "{name: one, rule: data-location, action: Enforce, parameters: {countries: [FR]}}"),
          policy(
              "germany",
              "{name: one, rule: data-location, action: Enforce, parameters: {countries: [DE]}}"));

  static final List<String> WORKLOADS =
      List.of(
          workload("dangling-policy", machine("cpu: \"1\""), "policies: [no-such-policy]"),
          workload("dangling-zone", machine("cpu: \"1\""), "residency: {zones: {allow: [nrth]}}"),
          workload(
              "dangling-class",
              machine("cpu: \"1\""),
              "placement: {priorityClassName: no-such-class}"),
          workload("dangling-template", "workload: {deploymentRef: {name: no-such-deployment}}"),
          workload("under-a-broken-policy", machine("cpu: \"1\""), "policies: [broken]"),
          workload("contradictory", machine("cpu: \"1\""), "policies: [france, germany]"),
          workload("nothing-asked", pods("{}")),
          workload("negative", pods("{requests: {cpu: \"-1\"}}")),
          workload("overflowing", pods("{requests: {cpu: \"1\", memory: 99999999Ei}}")),
          workload("no-quantity", pods("{requests: {cpu: lots}}")),
          workload("sum-overflow", "replicas: 1000", machine("memory: 1Ei")),
          workload("too-large", machine("cpu: \"1000000\"")));

  static final List<Told> TOLD =
      List.of(
          told(
              "AvailabilityZone",
              "nowhere",
              "Ready",
              "False",
              "InvalidSpec",
              "spec.provider",
              "nobody"),
          told("AvailabilityZone", "nowhere", "Stalled", "True", "InvalidSpec", "nobody"),
          told("AvailabilityZone", "nowhere", "Schedulable", "False", "InvalidSpec"),
          told(
              "SovereigntyPolicy",
              "broken",
              "Ready",
              "False",
              "InvalidRule",
              "did you mean FR?",
              "lands",
              "there is no field nam in zone, did you mean name?",
              "there is no variable zones, did you mean zone?",
              "did you mean data-location?"),
          told(
              "SovereigntyPolicy",
              "broken",
              "Stalled",
              "True",
              "InvalidRule",
              "did you mean FR?",
              "lands",
              "there is no field nam in zone, did you mean name?",
              "there is no variable zones, did you mean zone?",
              "did you mean data-location?"),
          told("SovereigntyPolicy", "france", "Ready", "True", "Valid"),
          stalled("dangling-policy", "NoZoneAllowed", "no-such-policy"),
          stalled("dangling-zone", "NoZoneAllowed"),
          stalled("dangling-class", "InvalidSpec", "spec.placement.priorityClassName"),
          stalled("dangling-template", "InvalidSpec", "no-such-deployment"),
          stalled("under-a-broken-policy", "NoZoneAllowed", "broken"),
          stalled("contradictory", "NoZoneAllowed"),
          stalled("nothing-asked", "RequestsMissing", "requests"),
          stalled("negative", "InvalidSpec", "requests.cpu", "negative"),
          stalled("overflowing", "InvalidSpec", "requests.memory", "too large"),
          stalled("no-quantity", "InvalidSpec", "requests.cpu", "not a quantity"),
          stalled("sum-overflow", "InvalidSpec", "more memory than can be counted"),
          // No zone could hold it when empty: waiting helps nothing.
          stalled(
              "too-large", "ReplicaTooLarge", "one replica asks for", "ask for less in a replica"));

  private BadObjects() {}

  private static Told stalled(String workload, String reason, String... messages) {
    return told("BleuWorkload", workload, "Stalled", "True", reason, messages);
  }

  private static Told told(
      String kind, String name, String type, String status, String reason, String... messages) {
    return new Told(kind, name, type, status, reason, List.of(messages));
  }

  private static String machine(String requests) {
    return "workload: {external: {kind: VM, requests: {" + requests + "}}}";
  }

  private static String pods(String resources) {
    return "workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: "
        + resources
        + "}]}}}}";
  }

  private static String policy(String name, String... rules) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: %s}
        spec:
          appliesTo: {namespaceSelector: {matchLabels: {nobody: has-it}}}
          rules: [%s]
        """
        .formatted(name, String.join(", ", rules));
  }

  private static String workload(String name, String... lines) {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: %s}
            spec:
              dataClasses: [Ordinary]
            """
                .formatted(name));
    for (String line : lines) {
      yaml.append("  ").append(line).append('\n');
    }
    return yaml.toString();
  }
}
