import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the example openb: the nodes of a real GPU cluster dealt to zones on three French sites, and
 * its pods, grouped by shape, as BleuWorkloads. Same seed, same bytes.
 *
 * <p>{@code java hack/Openb.java [--seed N] [--keep PERCENT] [--data DIR] [--out DIR]}
 */
final class Openb {

  private static final String GPU = "openb.example/gpu-milli";

  /** Site, region, subdivision, latitude, longitude: centres of three areas of fr_zones.csv. */
  private record Site(String name, String region, String subdivision, String lat, String lon) {}

  private static final List<Site> SITES =
      List.of(
          new Site("paris-nord", "idf", "FR-IDF", "48.92", "2.37"),
          new Site("paris-sud", "idf", "FR-IDF", "48.66", "2.20"),
          new Site("lyon", "ara", "FR-ARA", "45.74", "4.86"));

  /**
   * Where a pod goes that names no model, by whether it asks for a GPU: the models of which there
   * are many. The scarce ones are for those that name them, as the operator of such a cluster
   * arranges it.
   */
  private static final Map<Boolean, Set<String>> COMMON =
      Map.of(true, Set.of("g2"), false, Set.of("cpu", "t4"));

  private record Node(String name, long cpu, long memory, long gpus, String model) {}

  private record Shape(
      String name,
      int replicas,
      long cpu,
      long memory,
      long gpuMilli,
      Set<String> models,
      String qos) {}

  public static void main(String[] args) throws IOException {
    Map<String, String> options =
        new LinkedHashMap<>(
            Map.of(
                "--seed", "1",
                "--keep", "60",
                "--data", "src/test/resources/openb",
                "--out", "examples/openb"));
    for (int i = 0; i < args.length; i += 2) {
      if (!options.containsKey(args[i]) || i + 1 == args.length) {
        System.err.println(
            "openb: '" + args[i] + "' is not an option with a value; options: " + options.keySet());
        System.exit(1);
      }
      options.put(args[i], args[i + 1]);
    }
    Path data = Path.of(options.get("--data"));
    Path out = Files.createDirectories(Path.of(options.get("--out")));
    long seed = Long.parseLong(options.get("--seed"));
    int keep = Integer.parseInt(options.get("--keep"));

    Map<String, List<Node>> zones = deal(nodes(data), new Random(seed));
    List<Shape> all = shapes(data, nodes(data));
    List<Shape> kept = keep(all, zones, keep, new Random(seed));
    Files.writeString(out.resolve("estate.yaml"), estate(zones));
    Files.writeString(out.resolve("nodes.yaml"), nodeObjects(zones));
    Files.writeString(out.resolve("workloads.yaml"), workloads(kept, zones, new Random(seed)));
    System.out.printf(
        "%d zones, %d nodes, %d of %d workloads with %d of %d replicas, %d of %d GPUs asked%n",
        zones.size(),
        zones.values().stream().mapToInt(List::size).sum(),
        kept.size(),
        all.size(),
        kept.stream().mapToInt(Shape::replicas).sum(),
        all.stream().mapToInt(Shape::replicas).sum(),
        kept.stream().mapToLong(s -> s.replicas() * s.gpuMilli()).sum() / 1000,
        zones.values().stream().flatMap(List::stream).mapToLong(Node::gpus).sum());
  }

  private static List<Node> nodes(Path data) throws IOException {
    return rows(data.resolve("openb_node_list_all_node.csv")).stream()
        .map(
            r ->
                new Node(
                    r.get("sn"),
                    number(r, "cpu_milli"),
                    number(r, "memory_mib"),
                    number(r, "gpu"),
                    r.get("model").isEmpty() ? "cpu" : r.get("model").toLowerCase()))
        .toList();
  }

  /** The nodes of each model, shuffled, go round the sites: a zone is one model on one site. */
  private static Map<String, List<Node>> deal(List<Node> nodes, Random random) {
    Map<String, List<Node>> byModel = new TreeMap<>();
    nodes.forEach(n -> byModel.computeIfAbsent(n.model(), m -> new ArrayList<>()).add(n));
    Map<String, List<Node>> zones = new TreeMap<>();
    byModel.forEach(
        (model, some) -> {
          Collections.shuffle(some, random);
          for (int i = 0; i < some.size(); i++) {
            zones
                .computeIfAbsent(
                    SITES.get(i % SITES.size()).name() + "-" + model, z -> new ArrayList<>())
                .add(some.get(i));
          }
        });
    return zones;
  }

  private static List<Shape> shapes(Path data, List<Node> nodes) throws IOException {
    return rows(data.resolve("workloads_derived_gpuspec33.csv")).stream()
        .map(
            r -> {
              Set<String> models = new TreeSet<>();
              if (!r.get("gpu_spec").isEmpty()) {
                models.addAll(Arrays.asList(r.get("gpu_spec").toLowerCase().split("\\|")));
              }
              return home(
                  new Shape(
                      r.get("workload"),
                      (int) number(r, "replicas"),
                      number(r, "cpu_milli"),
                      number(r, "memory_mib"),
                      number(r, "num_gpu") * packable(number(r, "gpu_milli")),
                      models,
                      r.get("qos").toLowerCase()),
                  nodes);
            })
        .toList();
  }

  /**
   * Narrows the models to those with a node that is large enough; a shape that names none goes to the
   * common ones, if one of their nodes is. No model is left to a shape that fits no node it may use.
   */
  private static Shape home(Shape s, List<Node> nodes) {
    Set<String> models = new TreeSet<>();
    nodes.stream()
        .filter(n -> s.gpuMilli() <= n.gpus() * 1000)
        .filter(n -> s.cpu() <= n.cpu() && s.memory() <= n.memory())
        .forEach(n -> models.add(n.model()));
    Set<String> wanted =
        new TreeSet<>(s.models().isEmpty() ? COMMON.get(s.gpuMilli() > 0) : s.models());
    wanted.retainAll(models);
    return new Shape(
        s.name(),
        s.replicas(),
        s.cpu(),
        s.memory(),
        s.gpuMilli(),
        wanted.isEmpty() && s.models().isEmpty() ? models : wanted,
        s.qos());
  }

  /**
   * Shares of one GPU are rounded up to a whole, a half, a quarter, an eighth: so what fits a node's
   * total also fits its single GPUs, which a total alone would not say.
   */
  private static long packable(long gpuMilli) {
    for (long share : new long[] {125, 250, 500}) {
      if (gpuMilli <= share) {
        return gpuMilli == 0 ? 0 : share;
      }
    }
    return 1000;
  }

  /** Cpu, memory and GPU shares, of nodes or of workloads. */
  private record Amounts(long cpu, long memory, long gpuMilli) {
    static Amounts of(Shape s) {
      return new Amounts(
          s.replicas() * s.cpu(), s.replicas() * s.memory(), s.replicas() * s.gpuMilli());
    }

    Amounts plus(Amounts other) {
      return new Amounts(cpu + other.cpu, memory + other.memory, gpuMilli + other.gpuMilli);
    }

    Amounts share(long part, long whole) {
      return new Amounts(cpu * part / whole, memory * part / whole, gpuMilli * part / whole);
    }

    boolean within(int percent, Amounts of) {
      return cpu * 100 <= of.cpu * percent
          && memory * 100 <= of.memory * percent
          && gpuMilli * 100 <= of.gpuMilli * percent;
    }
  }

  /**
   * Takes workloads in a seeded order, each whole, while what is asked of every model, spread evenly
   * over the zones that a workload may use, stays within a percentage of what the model has.
   */
  private static List<Shape> keep(
      List<Shape> all, Map<String, List<Node>> zones, int percent, Random random) {
    Map<String, Amounts> there = new TreeMap<>();
    Map<String, Integer> zonesOf = new TreeMap<>();
    for (List<Node> nodes : zones.values()) {
      zonesOf.merge(nodes.get(0).model(), 1, Integer::sum);
      for (Node n : nodes) {
        there.merge(
            n.model(), new Amounts(n.cpu(), n.memory(), n.gpus() * 1000), Amounts::plus);
      }
    }
    List<Shape> order = new ArrayList<>(all);
    Collections.shuffle(order, random);
    Map<String, Amounts> asked = new TreeMap<>();
    List<Shape> kept = new ArrayList<>();
    for (Shape s : order) {
      if (s.models().isEmpty()) {
        continue;
      }
      int usable = s.models().stream().mapToInt(zonesOf::get).sum();
      Map<String, Amounts> after = new TreeMap<>(asked);
      for (String model : s.models()) {
        after.merge(
            model, Amounts.of(s).share(zonesOf.get(model), usable), Amounts::plus);
      }
      if (s.models().stream().allMatch(m -> after.get(m).within(percent, there.get(m)))) {
        kept.add(s);
        asked = after;
      }
    }
    kept.sort((a, b) -> a.name().compareTo(b.name()));
    return kept;
  }

  private static String estate(Map<String, List<Node>> zones) {
    StringBuilder y = new StringBuilder(HEADER);
    y.append(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: openb
          labels: {placement.bleu.cloud/governed: Enforce}
        """);
    priority(y, "ls", 100000, "Latency-sensitive, and guaranteed.", "");
    priority(y, "burstable", 10000, "Burstable.", "");
    priority(y, "be", 100, "Best effort.", "preemptionPolicy: Never\n");
    y.append(
        """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: openb}
        spec:
          displayName: A made-up operator of a real cluster
          offerings:
          - {name: gpu, layers: [IaaS, CaaS], regions: [idf, ara], services: [gpu]}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: france-only}
        spec:
          appliesTo: {}
          rules:
          - {name: france, rule: data-location, action: Enforce, parameters: {countries: [FR]}}
        """);
    for (String zone : zones.keySet()) {
      Site site = SITES.stream().filter(s -> zone.startsWith(s.name() + "-")).findFirst().get();
      y.append(
          """
          ---
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: AvailabilityZone
          metadata: {name: %s}
          spec:
            provider: openb
            offerings: [gpu]
            region: %s
            site: %s
            siteProvenance: {basis: Assumption, source: "made up: the trace names no place"}
            location:
              {country: FR, subdivision: %s, latitude: "%s", longitude: "%s", provenance: {basis: Assumption, source: "made up: the trace names no place"}}
            target:
              nodeSelector: {bleu.node-restriction.kubernetes.io/zone: %s}
          """
              .formatted(
                  zone,
                  site.region(),
                  site.name(),
                  site.subdivision(),
                  site.lat(),
                  site.lon(),
                  zone));
    }
    return y.toString();
  }

  private static void priority(
      StringBuilder y, String name, int value, String description, String policy) {
    y.append(
        """
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: %s}
        value: %d
        %sdescription: %s
        """
            .formatted(name, value, policy, description));
  }

  private static String nodeObjects(Map<String, List<Node>> zones) {
    Map<String, String> lines = new TreeMap<>();
    zones.forEach(
        (zone, nodes) ->
            nodes.forEach(
                n ->
                    lines.put(
                        n.name(),
                        ("{apiVersion: v1, kind: Node, metadata: {name: %s, labels: "
                                + "{bleu.node-restriction.kubernetes.io/zone: %s}}, status: {allocatable: "
                                + "{cpu: %dm, memory: %dMi, pods: \"256\"%s}, conditions: "
                                + "[{type: Ready, status: \"True\"}]}}\n")
                            .formatted(
                                n.name(),
                                zone,
                                n.cpu(),
                                n.memory(),
                                n.gpus() == 0
                                    ? ""
                                    : ", " + GPU + ": \"" + n.gpus() * 1000 + "\""))));
    return HEADER + String.join("---\n", lines.values());
  }

  private static String workloads(
      List<Shape> shapes, Map<String, List<Node>> zones, Random random) {
    StringBuilder y = new StringBuilder(HEADER);
    String separator = "";
    for (Shape s : shapes) {
      List<String> allowed =
          zones.keySet().stream()
              .filter(z -> s.models().contains(z.substring(siteOf(z).length() + 1)))
              .toList();
      String residency =
          "countries: [FR], zones: {allow: ["
              + String.join(", ", allowed)
              + "]}"
              // One in ten must stay in the Paris region.
              + (random.nextInt(10) == 0 ? ", regions: {allow: [idf]}" : "");
      y.append(separator)
          .append(
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: BleuWorkload
              metadata: {name: %s, namespace: openb}
              spec:
                replicas: %d
                workload: {deployment: {template: {metadata: {labels: {app: %s}}, spec: {containers: [{name: main, image: registry.openb.example/main:1, resources: {requests: {cpu: %dm, memory: %dMi%s}}}]}}}}
                layers: [IaaS]
                dataClasses: [Ordinary]
                residency: {%s}
              %s  placement: {priorityClassName: %s}
              """
                  .formatted(
                      s.name(),
                      s.replicas(),
                      s.name(),
                      s.cpu(),
                      s.memory(),
                      s.gpuMilli() == 0 ? "" : ", " + GPU + ": \"" + s.gpuMilli() + "\"",
                      residency,
                      survival(s, random),
                      s.qos().equals("guaranteed") ? "ls" : s.qos()));
      separator = "---\n";
    }
    return y.toString();
  }

  /**
   * Latency-sensitive: half survive a site with room kept, and keep a third running if there are
   * three or more. The others are re-created if there is room then, or ask for nothing.
   */
  private static String survival(Shape s, Random random) {
    boolean protectedHalf = random.nextInt(2) == 0;
    if (s.qos().equals("be")) {
      return "";
    }
    String recover = protectedHalf ? "Reserved" : "BestEffort";
    int keep = protectedHalf ? s.replicas() / 3 : 0;
    return "  resilience: {tolerate: [{of: Site, keep: %d, recover: %s}]}\n"
        .formatted(keep, recover);
  }

  private static String siteOf(String zone) {
    return SITES.stream().map(Site::name).filter(s -> zone.startsWith(s + "-")).findFirst().get();
  }

  private static final String HEADER =
      """
      # Written by hack/openb from src/test/resources/openb (hkust-adsl/kubernetes-scheduler-simulator, Apache-2.0). Do not edit.
      """;

  private static long number(Map<String, String> row, String column) {
    String text = row.get(column);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  private static List<Map<String, String>> rows(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (cells.length != names.length) {
        throw new UncheckedIOException(new IOException(csv + ": " + line));
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
