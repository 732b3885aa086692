package cloud.bleu.cli;

import static cloud.bleu.cli.BadInputCases.WEB;
import static cloud.bleu.cli.BadInputCases.bad;
import static cloud.bleu.cli.BadInputCases.ordinary;

import java.util.List;

/** Inputs that are nearly right: the error names what was meant, in words. */
final class WordsCases {
  private WordsCases() {}

  private static final String QUANTITY =
      "accepted: a quantity from 0 to 4Ei such as \"4\", 500m, 16Gi; ";

  private static String zone(String... lines) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: acme}
        spec: {displayName: Acme}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: north}
        spec:
          {provider: acme, region: r, site: s, target: {nodeSelector: {a: b}}, capacity: {cpu: 1},
        """
        + String.join(",\n", List.of(lines).stream().map(l -> "  " + l).toList())
        + "}\n";
  }

  private static final String NORTH = "document 2, AvailabilityZone north, ";

  static List<BadInputCases.Case> all() {
    return List.of(
        // Metadata
        namespace("123", "the number 123"),
        namespace("no", "the boolean false (no without quotes is read as false)"),
        namespace("y", "the boolean true (y without quotes is read as true)"),
        namespace("1.5", "the number 1.5"),
        bad(
            "a namespace that is a list",
            ordinary().replace("namespace: shop", "namespace: [shop]"),
            "-:3: document 1, BleuWorkload web, metadata.namespace: found a list; accepted: text;"
                + " correct it"),
        bad(
            "a placement whose namespace is a number",
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: WorkloadPlacement
            metadata: {name: web, namespace: 123}
            spec: {workloadRef: {name: web}}
            """,
            "-:3: document 1, WorkloadPlacement web, metadata.namespace: found the number 123;"
                + " accepted: text; put it in quotes"),
        bad(
            "metadata of the wrong types",
            ordinary()
                .replace(
                    "{name: web, namespace: shop}",
                    "{name: web, namespace: shop, uid: 5, generation: a, finalizers: x, labels: [a]}"),
            "-:3: "
                + WEB
                + "metadata.finalizers: found the text \"x\"; accepted: a list; write it as [x]",
            "-:3: "
                + WEB
                + "metadata.generation: found the text \"a\"; accepted: a whole number; correct it",
            "-:3: " + WEB + "metadata.labels: found a list; accepted: a map; correct it",
            "-:3: " + WEB + "metadata.uid: found the number 5; accepted: text; put it in quotes"),
        // Amounts of nodes and pods
        bad(
            "amounts that no node has",
            """
            apiVersion: v1
            kind: Node
            metadata: {name: node-1}
            status:
              allocatable:
                cpu: "-8"
                memory: 99999999999999999999
                ephemeral-storage: 8e30
                pods: many
                hugepages-2Mi: "0"
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: shop}
            spec: {containers: [{name: a, resources: {requests: {cpu: -1}}}]}
            """,
            "-:6: document 1, Node node-1, status.allocatable.cpu: negative: \"-8\"; "
                + QUANTITY
                + "give 0 or more",
            "-:7: document 1, Node node-1, status.allocatable.memory: too large:"
                + " \"99999999999999999999\"; "
                + QUANTITY
                + "give a quantity that a machine can have",
            "-:8: document 1, Node node-1, status.allocatable.ephemeral-storage: too large: \"8E+30\"; "
                + QUANTITY
                + "give a quantity that a machine can have",
            "-:9: document 1, Node node-1, status.allocatable.pods: not a quantity: \"many\"; "
                + QUANTITY
                + "write a number with a suffix such as m, Mi or Gi",
            "-:15: document 2, Pod shop/p, spec.containers[0].resources.requests.cpu: negative:"
                + " \"-1\"; "
                + QUANTITY
                + "give 0 or more"),
        // Forms
        bad(
            "a quantity, a share, a duration",
            ordinary(
                "resilience:",
                "  tolerate: [{of: Zone, keep: six}, {of: zone}]",
                "  failover: {after: 1 minute}"),
            "-:8: "
                + WEB
                + "spec.resilience.tolerate[0].keep: not a number of replicas: \"six\"; accepted: a"
                + " whole number such as 6, or a share of the replicas from 0% to 100%; write it like"
                + " 6 or 60%",
            "-:8: "
                + WEB
                + "spec.resilience.tolerate[1].of: not a failure domain: \"zone\"; accepted: Zone,"
                + " Site, Region, Provider, or failureDomains/ and a hazard, such as"
                + " failureDomains/flood; use one of these",
            "-:9: "
                + WEB
                + "spec.resilience.failover.after: not a duration: \"1 minute\"; accepted: numbers"
                + " with ms, s, m or h; write it like 90s, 2ms or 1h30m"),
        bad(
            "days and coordinates",
            zone(
                "siteProvenance: {basis: Press, asOf: 2026-08-20T00:00:00Z}",
                "location: {country: FR, latitude: \"91\", longitude: east, coordinatesProvenance:"
                    + " {basis: Press, asOf: 2026-02-30}}",
                "failureDomainsProvenance: {basis: Press, asOf: 2026-02-30}"),
            "-:11: "
                + NORTH
                + "spec.siteProvenance.asOf: not a day: \"2026-08-20T00:00:00Z\"; accepted: a calendar"
                + " day as YYYY-MM-DD; write \"2026-08-20\", in quotes and without a time",
            "-:12: "
                + NORTH
                + "spec.location.coordinatesProvenance.asOf: not a day: \"2026-02-30\"; accepted: a"
                + " calendar day as YYYY-MM-DD; write it like \"2026-03-01\", in quotes",
            "-:12: "
                + NORTH
                + "spec.location.latitude: not a latitude: \"91\"; accepted: degrees from -90 to 90"
                + " with at most six decimals; write it like \"48.86\"",
            "-:12: "
                + NORTH
                + "spec.location.longitude: not a longitude: \"east\"; accepted: degrees from -180 to"
                + " 180 with at most six decimals; write it like \"2.35\"",
            "-:13: "
                + NORTH
                + "spec.failureDomainsProvenance.asOf: not a day: \"2026-02-30\"; accepted: a calendar"
                + " day as YYYY-MM-DD; write it like \"2026-03-01\", in quotes"),
        bad(
            "a quantity of a zone",
            zone("usablePercent: 90").replace("cpu: 1}", "cpu: 12 cores}"),
            "-:10: "
                + NORTH
                + "spec.capacity.cpu: not a quantity: \"12 cores\"; "
                + QUANTITY
                + "write a number with a suffix such as m, Mi or Gi"),
        bad(
            "not exposed, misspelt",
            zone("failureDomains: {flood: none, power: north}"),
            "-:11: "
                + NORTH
                + "spec.failureDomains.flood: \"none\" is read as the name of a place that zones"
                + " share; accepted: None for a zone that is not exposed, else the name of the place;"
                + " did you mean None?"),
        // What it is
        bad(
            "a kind that is a list",
            "apiVersion: v1\nkind: [Namespace]\nmetadata: {name: a}\n",
            "-:2: document 1, kind: found a list where one word is expected; start each document with"
                + " apiVersion, kind and metadata"),
        bad(
            "an apiVersion that is a number",
            "apiVersion: 1\nkind: Namespace\nmetadata: {name: a}\n",
            "-:1: document 1, apiVersion: found the number 1 where one word is expected; start each"
                + " document with apiVersion, kind and metadata"),
        template(
            "an action as a value",
            2,
            """
            apiVersion: v1
            metadata: {name: {{ .Values.name }}}
            kind: Namespace
            """),
        template(
            "an action as a line",
            3,
            """
            apiVersion: v1
            kind: Namespace
            {{- if .Values.labels }}
            metadata: {name: a}
            {{- end }}
            """),
        template(
            "an action in quotes",
            1,
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: "{{ .Values.name }}"}
            """),
        // Credentials
        bad(
            "a password where none may be",
            zone(
                "health: {probes: [{name: p, http: {url: 'https://user:secret@host/'}}, {name: q, tcp:"
                    + " {host: 'user:secret@host', port: 80}}]}",
                "registries: ['https://user:secret@registry.example']",
                "'https://user:secret@host/': x"),
            "-:11: document 2, AvailabilityZone north, spec.health.probes[0].http.url: not a URL that"
                + " can be asked: \"https://***@host/\"; accepted: http:// or https://, a host, and"
                + " port and path where there are any; write it like"
                + " https://portal.example/healthz, without a user, a query and a fragment",
            "-:11: document 2, AvailabilityZone north, spec.health.probes[1].tcp.host: not a host:"
                + " \"***@host\"; accepted: a name such as mail.example, or an address of IPv4 or"
                + " IPv6; write the name or the address alone, without https://, port and path",
            "-:12: document 2, AvailabilityZone north, spec.registries[0]: not a registry:"
                + " \"https://***@registry.example\"; accepted: a host, with port and path where"
                + " there are any, such as registry.example/team; write it as images name it,"
                + " without https://",
            "-:13: document 2, AvailabilityZone north, spec[https://***@host/]: unknown field"
                + " \"https://***@host/\"; accepted: capacity, cost, egress, failureDomains, failureDomainsProvenance, health, homologations, location, maintenance, offerings, provider, region, registries, site, siteProvenance, state, storage, target, usablePercent; take it out"),
        bad(
            "braces that are no template",
            "a: \"{{ x }}\"\nb: [\n",
            "-:3: document 1: malformed YAML: expected the node content, but found '<stream end>';"
                + " check indentation, quotes and colons around this line"));
  }

  private static BadInputCases.Case namespace(String written, String found) {
    return bad(
        "the namespace " + written,
        ordinary().replace("namespace: shop", "namespace: " + written),
        "-:3: document 1, BleuWorkload web, metadata.namespace: found "
            + found
            + "; accepted: text; put it in quotes");
  }

  private static BadInputCases.Case template(String name, int line, String input) {
    return bad(
        name,
        input,
        "-:"
            + line
            + ": document 1: a Helm template that is not rendered; give what `helm template` prints"
            + " instead");
  }
}
