package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.sandbox.EmbeddedSandbox;
import cloud.bleu.cli.sandbox.MemberLoss;
import cloud.bleu.cli.sandbox.SandboxMembers;
import cloud.bleu.cli.sandbox.SandboxPage;
import cloud.bleu.cli.sandbox.SandboxWatch;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.log.Logs;
import cloud.bleu.report.live.PageServer;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ControlPlaneException;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.sandbox.ZoneNodes;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The operator on an API server of its own, with something to place. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the operator on an API server of its own on 127.0.0.1, loads DIR, and shows the placements as they form.",
      "Then stays and prints every change, until Ctrl-C."
    })
public final class SandboxCommand implements Callable<Integer> {

  private static final long CLOSE_SECONDS = 30;

  /** The zone of examples/clusters that is lost unless another one is named. */
  private static final String LOST = "amiens";

  /** Which API server. */
  enum Plane {
    embedded,
    real
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description =
          "Manifests to load. Default: examples/hospital beside the launcher; with --members"
              + " examples/clusters, of which a cluster is lost.")
  private @Nullable String given;

  private String directory = "";

  @Option(names = "--once", description = "End when all is settled; exit code as of plan.")
  private boolean once;

  @Option(
      names = "--lose",
      paramLabel = "ZONE",
      description =
          "When all is settled, lose this zone, and show the failover. A zone that is a member is"
              + " lost for real: its API server is stopped (SIGSTOP), nobody reports it, and it goes"
              + " on afterwards. Any other one is reported lost.")
  private List<String> lose = new ArrayList<>();

  @Option(
      names = "--control-plane",
      paramLabel = "embedded|real",
      defaultValue = "embedded",
      description =
          "An API server inside this process, or etcd, API server, scheduler and controllers as processes. Default: ${DEFAULT-VALUE}.")
  private Plane plane = Plane.embedded;

  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "With --control-plane real: this many clusters of their own beside it, 0 to 4, with a context"
              + " named member-1 and so on. The first is the cluster of the first Secret that"
              + " spec.target.cluster of a zone names, by name, and so on; any other has the nodes of"
              + " one zone of DIR, which is not in it. Default: ${DEFAULT-VALUE}.")
  private int members;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long to wait for all to settle. Default: ${DEFAULT-VALUE}.")
  private int timeout;

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description =
          "Live on this day, in Europe/Paris, as in 2027-06-30: what expires by then has expired."
              + " Default: today.")
  private @Nullable LocalDate day;

  private IOStreams streams;

  /** An example, wherever the program is typed; the launcher says where it stands. */
  static String example(Path directory, String name) {
    Path example = Path.of("examples", name);
    Path here = directory.resolve(example);
    String home = System.getProperty("bleu.home");
    return (home == null || Files.isDirectory(here) ? here : Path.of(home).resolve(example))
        .toString();
  }

  SandboxCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.configure(Logs.Format.text, "WARN");
    if (day != null) {
      streams = streams.at(day.atStartOfDay(ZoneId.of("Europe/Paris")).toInstant());
    }
    directory = given == null ? example(Path.of(""), members > 0 ? "clusters" : "hospital") : given;
    InputOptions input = new InputOptions("no sandbox was started");
    input.files = List.of(directory);
    ApiObjects objects = Input.objects(input, streams);
    if (given == null && members > 0 && lose.isEmpty()) {
      lose = List.of(LOST);
    }
    SandboxMembers.checkLost(lose, objects.zones(), directory);
    SandboxMembers.check(members, plane == Plane.real, objects.zones(), directory);
    CountDownLatch closed = new CountDownLatch(1);
    Thread running = Thread.currentThread();
    // Ctrl-C closes in the order of the blocks below: the operator before what it talks to.
    Thread closer =
        new Thread(
            () -> {
              running.interrupt();
              awaitQuietly(closed);
            },
            "sandbox-close");
    Runtime.getRuntime().addShutdownHook(closer);
    try (Sandbox sandbox = open()) {
      return run(sandbox, objects);
    } finally {
      closed.countDown();
      release(closer);
    }
  }

  private static void awaitQuietly(CountDownLatch closed) {
    try {
      if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LoggerFactory.getLogger(SandboxCommand.class).warn("the sandbox did not close in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int run(Sandbox sandbox, ApiObjects objects) throws InterruptedException {
    streams.err().println(sandbox.limits());
    List<FakeNode> nodes = ZoneNodes.missing(objects.zones(), objects.nodes());
    nodes.forEach(sandbox::add);
    List<String> refused = sandbox.apply(ordered(objects));
    if (!refused.isEmpty()) {
      throw new BadInputException(refused);
    }
    streams
        .err()
        .println(
            "Loaded "
                + directory
                + ": "
                + objects.workloads().size()
                + " workloads, "
                + objects.zones().size()
                + " zones, "
                + (nodes.size() + objects.nodes().size())
                + " nodes.");
    OperatorOptions options = OperatorOptions.alone(streams.clock());
    if (!once) {
      streams.err().println("In another terminal: export KUBECONFIG=" + sandbox.kubeconfig());
    }
    SandboxMembers.fill(sandbox, objects.zones(), options.leaseNamespace(), streams);
    streams.err().flush();
    Duration patience = Duration.ofSeconds(timeout);
    try (Operator operator = new Operator(sandbox.client(), options, () -> {});
        SandboxWatch watch =
            new SandboxWatch(sandbox.client(), objects.workloads().size(), streams)) {
      operator.start();
      SandboxMembers.awaitAnswers(watch, sandbox.members(), patience);
      watch.awaitSettled(patience);
      watch.printTable();
      for (String zone : lose) {
        FleetMember member = SandboxMembers.of(zone, objects.zones(), sandbox.members());
        if (member != null) {
          new MemberLoss(watch, member, zone, patience, streams).show();
        } else {
          streams.out().println("\nZone " + zone + " is lost.");
          watch.lose(zone, patience);
          watch.awaitSettled(patience);
          watch.printTable();
        }
      }
      if (!once) {
        stay(sandbox);
      }
      return watch.allPlaced() ? ExitCode.OK : ExitCode.UNPLACED;
    }
  }

  private void stay(Sandbox sandbox) throws InterruptedException {
    try (PageServer page = SandboxPage.of(sandbox.kubeconfig(), streams)) {
      streams.err().println("In a browser: " + page.address());
      streams.err().println("Watching; Ctrl-C ends it.");
      streams.err().flush();
      Thread.currentThread().join();
    }
  }

  private Sandbox open() {
    try {
      return plane == Plane.embedded
          ? EmbeddedSandbox.open()
          : Sandbox.real(ControlPlaneBinaries.find(System.getenv()), ProjectCrds.all(), members);
    } catch (ControlPlaneException e) {
      throw new BadInputException(String.valueOf(e.getMessage()));
    }
  }

  /** What others depend on first; namespaces that nobody declared are made. */
  public static List<HasMetadata> ordered(ApiObjects objects) {
    Set<String> declared =
        objects.namespaces().stream()
            .map(n -> n.getMetadata().getName())
            .collect(Collectors.toSet());
    List<Namespace> missing =
        Stream.<HasMetadata>concat(objects.workloads().stream(), objects.deployments().stream())
            .map(o -> o.getMetadata().getNamespace())
            .distinct()
            .filter(n -> n != null && !declared.contains(n) && !"default".equals(n))
            .map(n -> new NamespaceBuilder().withNewMetadata().withName(n).endMetadata().build())
            .toList();
    return Stream.of(
            objects.namespaces(),
            missing,
            objects.priorityClasses(),
            objects.nodes(),
            objects.providers(),
            objects.zones().stream().map(SandboxCommand::fresh).toList(),
            objects.policies(),
            objects.deployments(),
            objects.workloads())
        .<HasMetadata>flatMap(List::stream)
        .toList();
  }

  private static AvailabilityZone fresh(AvailabilityZone zone) {
    zone.setStatus(null);
    return zone;
  }

  private static void release(Thread closer) {
    try {
      Runtime.getRuntime().removeShutdownHook(closer);
    } catch (IllegalStateException e) {
      // The JVM is ending and has begun to run it.
      closer.setName(closer.getName().toLowerCase(Locale.ROOT));
    }
  }
}
