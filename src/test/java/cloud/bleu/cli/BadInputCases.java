package cloud.bleu.cli;

import cloud.bleu.placement.catalogue.Catalogue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Inputs that are wrong, with the errors that a person reads. */
public final class BadInputCases {
  private BadInputCases() {}

  /** What is read from standard input, and the errors that come of it. */
  public record Case(String name, String input, List<String> errors) {}

  static Case bad(String name, String input, String... errors) {
    return new Case(name, input, List.of(errors));
  }

  /** A workload whose spec has these lines besides. */
  private static String workload(String... lines) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop}
        spec:
          workload: {deployment: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}}
        """
        + Arrays.stream(lines).map(l -> "  " + l + "\n").collect(Collectors.joining());
  }

  public static String ordinary(String... lines) {
    return workload(
        Stream.concat(Stream.of("dataClasses: [Ordinary]"), Arrays.stream(lines))
            .toArray(String[]::new));
  }

  static final String WEB = "document 1, BleuWorkload shop/web, ";
  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: strict}
      spec:
        rules:
      """;

  public static List<Case> all() {
    return Stream.of(meant(), WordsCases.all(), HostileCases.all()).flatMap(List::stream).toList();
  }

  private static List<Case> meant() {
    return List.of(
        bad(
            "a fact of a policy that a rule takes",
            POLICY
                + """
                  - {name: a, rule: fact-freshness, action: Enforce}
                  - {name: b, rule: fact-basis, action: Enforce}
                  facts: {maxAgeDays: 365d}
                """,
            "-:7: document 1, SovereigntyPolicy strict, spec.rules[1].parameters.acceptBasis: is missing;"
                + " write a list of texts; accepted: RegulatorList, SignedDocument, Contract,"
                + " Observation, Press, Assumption; see `bleu rules fact-basis`",
            "-:8: document 1, SovereigntyPolicy strict, spec.facts.maxAgeDays: found the text \"365d\";"
                + " accepted: a whole number; correct it"),
        // Malformed YAML
        bad(
            "indentation",
            "a: 1\n  b: 2\n",
            "-:2: document 1: malformed YAML: mapping values are not allowed here; check indentation, quotes"
                + " and colons around this line"),
        bad(
            "a document that is malformed does not hide the next",
            "a: [\n---\nkind: X\n",
            "-:2: document 1: malformed YAML: expected the node content, but found '<stream end>'; check"
                + " indentation, quotes and colons around this line",
            "-:3: document 2: apiVersion is missing; start each document with apiVersion, kind and metadata"),
        bad(
            "an alias without an anchor",
            "a: *b\n",
            "-:1: document 1: malformed YAML: found undefined alias b; check indentation, quotes and colons"
                + " around this line"),
        bad(
            "a tab as indentation",
            "a:\n\tb: 1\n",
            "-:2: document 1: malformed YAML: found character '\\t(TAB)' that cannot start any token. (Do not"
                + " use \\t(TAB) for indentation); check indentation, quotes and colons around this line"),
        bad(
            "a list instead of an object",
            "- a\n- b\n",
            "-:1: document 1: not an object; start with apiVersion, kind and metadata"),
        bad(
            "keys given twice",
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  name: b\n  labels: {x: y, x: z}\n",
            "-:5: document 1, metadata.name: the key is given twice; keep one of the two",
            "-:6: document 1, metadata.labels.x: the key is given twice; keep one of the two"),
        bad(
            "two objects without a line between them",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n",
            "-:4: document 1, apiVersion: the key is given twice; keep one of the two, or write --- between two objects",
            "-:5: document 1, kind: the key is given twice; keep one of the two, or write --- between two objects",
            "-:6: document 1, metadata: the key is given twice; keep one of the two"),
        // Wrong types
        bad(
            "wrong types",
            workload(
                "replicas: \"3\"",
                "dataClasses: Health",
                "suspend: maybe",
                "layers: [1]",
                "residency: []"),
            "-:6: "
                + WEB
                + "spec.replicas: found the text \"3\"; accepted: a whole number; take the quotes off",
            "-:7: "
                + WEB
                + "spec.dataClasses: found the text \"Health\"; accepted: a list; write it as [Health]",
            "-:8: "
                + WEB
                + "spec.suspend: found the text \"maybe\"; accepted: true or false; correct it",
            "-:9: " + WEB + "spec.layers[0]: found the number 1; accepted: text; put it in quotes",
            "-:10: "
                + WEB
                + "spec.residency: found a list; accepted: a map of countries, egress, keyCustody,"
                + " providers, regions, registries, zones; correct it"),
        bad(
            "a duration that is a number, which quotes would not mend",
            ordinary("resilience: {failover: {after: 60}}"),
            "-:7: "
                + WEB
                + "spec.resilience.failover.after: found the number 60; accepted: numbers with ms, s, m"
                + " or h; write it like 90s, 2ms or 1h30m"),
        bad(
            "an instant that is missing",
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyWaiver
            metadata: {name: late, namespace: shop}
            spec:
              policyRef: p
              rule: r
              workloadRef: {name: web}
              zones: [a]
              reason: because of it
              expirationTime: "2027-01-01T00:00:00Z"
              requestedBy: anne
            """,
            "-:4: document 1, SovereigntyWaiver shop/late, spec.notBefore: is missing; accepted: an"
                + " instant as in RFC 3339; add it"),
        bad(
            "the country that is a boolean",
            ordinary("residency: {countries: [NO]}"),
            "-:7: "
                + WEB
                + "spec.residency.countries[0]: found the boolean false (NO without quotes is read as false);"
                + " accepted: text; put it in quotes"),
        bad(
            "a priority that is no number",
            "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: a}\nvalue: high\n",
            "-:4: document 1, PriorityClass a, value: cannot be read as PriorityClass; correct its type"),
        bad(
            "a name that is a number",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: 12}\n",
            "-:3: document 1, metadata.name: Namespace without a name in text; give metadata.name, in quotes"
                + " if it looks like a number"),
        // Unknown fields and values
        bad(
            "an unknown field and the nearest known",
            ordinary("replcas: 3"),
            "-:7: "
                + WEB
                + "spec.replcas: unknown field \"replcas\"; accepted: dataClasses, dependencies, layers, placement, policies,"
                + " replicas, residency, resilience, services, suspend, workload; did you mean replicas?"),
        bad(
            "an unknown value and the nearest known",
            workload("dataClasses: [Helth]"),
            "-:6: "
                + WEB
                + "spec.dataClasses[0]: unknown value \"Helth\"; accepted: Ordinary, Sensitive, Health,"
                + " SrenArt31, II901Sensitive, DiffusionRestreinte; did you mean Health?"),
        bad(
            "what is required",
            "apiVersion: placement.bleu.cloud/v1alpha1\nkind: BleuWorkload\nmetadata: {name: web, namespace:"
                + " shop}\nspec: {replicas: 2}\n",
            "-:4: "
                + WEB
                + "spec.dataClasses: is missing; accepted: Ordinary, Sensitive, Health, SrenArt31,"
                + " II901Sensitive, DiffusionRestreinte; add it",
            "-:4: " + WEB + "spec.workload: is missing; accepted: a map; add it"),
        // Unknown kinds
        bad(
            "a kind of ours, misspelt",
            "apiVersion: placement.bleu.cloud/v1alpha1\nkind: BleuWorkloda\nmetadata: {name: a}\n",
            "-:2: document 1, BleuWorkloda a, kind: unknown kind \"BleuWorkloda\"; did you mean BleuWorkload?"),
        bad(
            "a kind of Kubernetes, misspelt",
            "apiVersion: v1\nkind: Namespce\nmetadata: {name: a}\n",
            "-:2: document 1, Namespce a, kind: unknown kind \"Namespce\"; did you mean Namespace?"),
        bad(
            "another version",
            "apiVersion: placement.bleu.cloud/v1\nkind: CloudProvider\nmetadata: {name: a}\n",
            "-:1: document 1, CloudProvider a, apiVersion: CloudProvider of \"placement.bleu.cloud/v1\";"
                + " accepted: placement.bleu.cloud/v1alpha1; use this apiVersion"),
        // Duplicate names
        bad(
            "two of one name",
            ordinary() + "---\n" + ordinary(),
            "-:10: document 2, BleuWorkload shop/web, metadata.name: the name is taken by -:1; rename one of"
                + " the two or take it out"),
        bad(
            "a namespace that is stated twice, and not alike",
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {a: one, b: one}}}\n---\n"
                + "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {a: two, c: one}}}\n",
            "-:3: document 2, Namespace shop, metadata.labels.a: is \"two\", and \"one\" in -:1; state it once,"
                + " or the same in both"),
        bad(
            "two rules of one name",
            POLICY
                + "  - {name: a, rule: data-location, parameters: {countries: [FR]}}\n"
                + "  - {name: a, rule: seat-in-eu}\n",
            "-:7: document 1, SovereigntyPolicy strict, spec.rules[1].name: is given twice: \"name a\"; keep"
                + " one of the two"),
        bad(
            "what follows two rules of one name, at its own place",
            POLICY
                + "  - {name: a, rule: data-location, parameters: {countries: [FR]}}\n"
                + "  - {name: a, rule: data-location, parameters: {countries: [XX]}}\n"
                + "  - {name: b, rule: seat-in-eu}\n"
                + "  - {name: c, rule: data-location, parameters: {countries: [YY]}}\n",
            "-:7: document 1, SovereigntyPolicy strict, spec.rules[1].name: is given twice: \"name a\"; keep"
                + " one of the two",
            "-:7: document 1, SovereigntyPolicy strict, spec.rules[1].parameters.countries[0]: is"
                + " \"XX\"; an ISO 3166-1 alpha-2 code, EU or EEA is expected; see `bleu rules data-location`",
            "-:9: document 1, SovereigntyPolicy strict, spec.rules[3].parameters.countries[0]: is"
                + " \"YY\"; an ISO 3166-1 alpha-2 code, EU or EEA is expected; see `bleu rules data-location`"),
        bad(
            "a continent for a country",
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: CloudProvider
            metadata: {name: acme}
            spec:
              operations: {administrationFrom: [Europe]}
              legalEntity: {name: Acme, registeredOffice: fr}
            """,
            "-:5: document 1, CloudProvider acme, spec.operations.administrationFrom[0]: not a country:"
                + " \"Europe\"; accepted: a code of ISO 3166-1 with two letters, as FR, or EU or EEA; write the"
                + " code of the country, in capitals",
            "-:6: document 1, CloudProvider acme, spec.legalEntity.registeredOffice: not a country: \"fr\";"
                + " accepted: a code of ISO 3166-1 with two letters, as FR; write the code of the country, in"
                + " capitals"),
        // Dangling references
        bad(
            "a zone on a provider that does not exist",
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: CloudProvider
            metadata: {name: acme}
            spec: {displayName: Acme}
            ---
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: AvailabilityZone
            metadata: {name: north}
            spec: {provider: acne, region: r, site: s, target: {nodeSelector: {a: b}}, capacity: {cpu: 1}}
            """,
            "-:9: document 2, AvailabilityZone north, spec.provider: there is no CloudProvider \"acne\" (did you"
                + " mean acme?); accepted: acme; correct the name or add the CloudProvider"),
        bad(
            "references of a workload",
            ordinary(
                "policies: [strict]",
                "residency: {zones: {deny: [nrth]}, providers: {allow: [acme]}}",
                "placement: {priorityClassName: high, weights: [{zone: nrth, weight: 1}]}"),
            "-:7: "
                + WEB
                + "spec.policies[0]: there is no SovereigntyPolicy \"strict\"; correct the name or add the"
                + " SovereigntyPolicy",
            "-:8: "
                + WEB
                + "spec.residency.providers.allow[0]: there is no CloudProvider \"acme\"; correct the name or"
                + " add the CloudProvider",
            "-:8: "
                + WEB
                + "spec.residency.zones.deny[0]: there is no AvailabilityZone \"nrth\"; correct the name or add"
                + " the AvailabilityZone",
            "-:9: "
                + WEB
                + "spec.placement.priorityClassName: there is no PriorityClass \"high\"; accepted:"
                + " system-cluster-critical, system-node-critical; correct the name or add the PriorityClass",
            "-:9: "
                + WEB
                + "spec.placement.weights[0].zone: there is no AvailabilityZone \"nrth\"; correct the name or"
                + " add the AvailabilityZone"),
        bad(
            "a Deployment that is not there",
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: web, namespace: shop}
            spec: {workload: {deploymentRef: {name: web}}, dataClasses: [Ordinary]}
            """,
            "-:4: "
                + WEB
                + "spec.workload.deploymentRef.name: there is no Deployment \"web\"; correct the name or add"
                + " the Deployment"),
        // Quantities
        bad(
            "negative and overflowing quantities",
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: web, namespace: shop}
            spec:
              replicas: -1
              workload:
                deployment:
                  template:
                    spec:
                      containers:
                      - name: a
                        resources:
                          requests:
                            cpu: -1
                            memory: 99999999Ei
                            pods: many
              dataClasses: [Ordinary]
            """,
            "-:5: "
                + WEB
                + "spec.replicas: out of bounds: -1; accepted: 0 to 100000; give a value within the bounds",
            "-:14: "
                + WEB
                + "spec.workload.deployment.template.spec.containers[0].resources.requests.cpu: negative: \"-1\";"
                + " accepted: a quantity from 0 to 4Ei such as \"4\", 500m, 16Gi; give 0 or more",
            "-:15: "
                + WEB
                + "spec.workload.deployment.template.spec.containers[0].resources.requests.memory: too large:"
                + " \"99999999Ei\"; accepted: a quantity from 0 to 4Ei such as \"4\", 500m, 16Gi; give a quantity"
                + " that a machine can have",
            "-:16: "
                + WEB
                + "spec.workload.deployment.template.spec.containers[0].resources.requests.pods: not a quantity:"
                + " \"many\"; accepted: a quantity from 0 to 4Ei such as \"4\", 500m, 16Gi; write a number with a"
                + " suffix such as m, Mi or Gi"),
        bad(
            "a sum that overflows",
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 1000
              workload: {external: {kind: VM, requests: {memory: 1Ei}}}
              dataClasses: [Ordinary]
            """,
            "-:5: "
                + WEB
                + "spec.replicas: all replicas together ask for more memory than can be counted; lower the"
                + " request or the replicas"),
        // Contradictions
        bad(
            "weights and spread",
            ordinary(
                "resilience: {spread: [{over: Zone}]}",
                "placement: {weights: [{zone: north, weight: 1}]}"),
            "-:8: "
                + WEB
                + "spec.placement.weights: weights and spread contradict each other; keep one of"
                + " placement.weights and resilience.spread",
            "-:8: "
                + WEB
                + "spec.placement.weights[0].zone: there is no AvailabilityZone \"north\"; correct the"
                + " name or add the AvailabilityZone"),
        bad(
            "bounds that leave nothing",
            ordinary(
                "resilience: {spread: [{over: Site, min: 3, max: 2}], tolerate: [{of: Zone, replication: Synchronous}]}",
                "placement: {perZone: {min: 4, max: 2}}"),
            "-:7: "
                + WEB
                + "spec.resilience.spread[0].max: min is greater than max; raise max or lower min",
            "-:7: "
                + WEB
                + "spec.resilience.tolerate[0].replication: an entry replicates synchronously without a bound;"
                + " state spec.resilience.replication.maxRoundTrip",
            "-:8: "
                + WEB
                + "spec.placement.perZone.max: min is greater than max; raise max or lower min"),
        bad(
            "objectives that contradict themselves",
            ordinary(
                "resilience: {rto: 10s, tolerate: [{of: Zone}], replication: {maxLag: 1s}, startBudget: soon}"),
            "-:7: " + WEB + "spec.resilience.replication.maxLag: counts for rpo alone; state rpo",
            "-:7: "
                + WEB
                + "spec.resilience.rto: is shorter than failover.after, and nothing is re-created before that;"
                + " raise rto or lower spec.resilience.failover.after",
            "-:7: "
                + WEB
                + "spec.resilience.startBudget: not a duration: \"soon\"; accepted: numbers with ms, s, m or h; write it"
                + " like 90s, 2ms or 1h30m"),
        bad(
            "ready later than the deadline",
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: web, namespace: shop}
            spec:
              dataClasses: [Ordinary]
              workload:
                deployment:
                  minReadySeconds: 600
                  template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}
            """,
            "-:8: "
                + WEB
                + "spec.workload.deployment.minReadySeconds: is not less than progressDeadlineSeconds, so no rollout"
                + " could end in time; lower it, or raise progressDeadlineSeconds"),
        bad(
            "allowed and denied",
            ordinary("residency: {regions: {allow: [r], deny: [r]}}")
                + """
                ---
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: CloudProvider
                metadata: {name: acme}
                spec: {displayName: Acme}
                ---
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: AvailabilityZone
                metadata: {name: north}
                spec: {provider: acme, region: r, site: s, target: {nodeSelector: {a: b}}, capacity: {cpu: 1}}
                """,
            "-:7: "
                + WEB
                + "spec.residency.regions: r is both allowed and denied; take it out of one list"),
        bad(
            "what it stands on",
            ordinary(
                    "dependencies: [{name: d, provider: acme, offering: mial}, {name: d, provider: acme, offering: mail}]",
                    "residency: {registries: [\"https://r.example\"]}")
                + """
                ---
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: CloudProvider
                metadata: {name: acme}
                spec: {displayName: Acme, offerings: [{name: mail, layers: [SaaS]}]}
                """,
            "-:7: "
                + WEB
                + "spec.dependencies[0].offering: there is no offering of acme \"mial\" (did you mean mail?); accepted:"
                + " mail; correct the name or add the offering of acme",
            "-:7: "
                + WEB
                + "spec.dependencies[1].name: is given twice: \"name d\"; keep one of the two",
            "-:8: "
                + WEB
                + "spec.residency.registries[0]: not a registry: \"https://r.example\"; accepted: a host,"
                + " with port and path where there are any, such as registry.example/team; write it as"
                + " images name it, without https://"),
        bad(
            "policies that ask for nothing that exists",
            POLICY
                + "  - {name: a, rule: data-locatoin}\n"
                + "  - {name: b, rule: data-location, parameters: {countries: [XX], country: FR}}\n"
                + "  - {name: c, rule: qualified-offering, action: enforce, parameters: {acceptStates: Qualified}}\n"
                + "  - {name: d, rule: zone-state, message: '\"x\"', requirements: [19.2.b]}\n",
            "-:6: document 1, SovereigntyPolicy strict, spec.rules[0].rule: there is no rule"
                + " \"data-locatoin\"; did you mean data-location? accepted: administration-location,"
                + " agreement-states-qualification, backup-location, companions-declared, countries,"
                + " data-location, dependencies-compliant, dependencies-declared, egress-declared,"
                + " encrypted-storage and "
                + (Catalogue.rules().size() - 10)
                + " more; see `bleu rules`",
            "-:7: document 1, SovereigntyPolicy strict, spec.rules[1].parameters.countries[0]: is \"XX\"; an ISO 3166-1"
                + " alpha-2 code, EU or EEA is expected; see `bleu rules data-location`",
            "-:7: document 1, SovereigntyPolicy strict, spec.rules[1].parameters.country: rule data-location has no"
                + " such parameter; did you mean countries? see `bleu rules data-location`",
            "-:8: document 1, SovereigntyPolicy strict, spec.rules[2].action: unknown value \"enforce\"; accepted:"
                + " Enforce, Warn, Audit; did you mean Enforce?",
            "-:8: document 1, SovereigntyPolicy strict, spec.rules[2].parameters.acceptStates: is \"Qualified\", a"
                + " list of texts is expected; accepted: InEvaluation, Qualified, Suspended, Withdrawn; see `bleu"
                + " rules qualified-offering`",
            "-:9: document 1, SovereigntyPolicy strict, spec.rules[3].message: a message belongs to an expression: a rule"
                + " of the catalogue has its own; leave it out",
            "-:9: document 1, SovereigntyPolicy strict, spec.rules[3].requirements: requirements belong to an expression:"
                + " a rule of the catalogue has its own; leave them out"));
  }
}
