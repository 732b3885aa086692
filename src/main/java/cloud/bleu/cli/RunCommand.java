package cloud.bleu.cli;

import cloud.bleu.cli.option.ClusterChoice;
import cloud.bleu.cli.option.EvidenceArguments;
import cloud.bleu.cli.option.LogLevel;
import cloud.bleu.cli.option.LossArguments;
import cloud.bleu.cli.option.MoveArguments;
import cloud.bleu.cli.option.NameServers;
import cloud.bleu.cli.option.UiArguments;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.operator.HubClient;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.StartException;
import cloud.bleu.operator.config.AccessProviders;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.operator.config.ServedNamespaces;
import cloud.bleu.operator.config.TracingOptions;
import cloud.bleu.operator.log.Logs;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the operator until it is told to end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs the operator against a cluster until it is told to end.")
final class RunCommand implements Callable<Integer> {

  @Option(
      names = "--bind-address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address of /livez, /readyz and /metrics. Default: ${DEFAULT-VALUE}.")
  private String bindAddress = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the same; 0: any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Logs.Format logFormat = Logs.Format.text;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      converter = LogLevel.Typed.class,
      completionCandidates = LogLevel.Names.class,
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private LogLevel logLevel = LogLevel.INFO;

  @Option(
      names = "--log-level-file",
      paramLabel = "FILE",
      description =
          "Read the level from this file, now and every 10 seconds, so that it can be changed"
              + " without a restart; --log-level holds while it is not there.")
  private @Nullable Path logLevelFile;

  @Option(
      names = "--leader-elect",
      description =
          "Act only while holding the lease "
              + OperatorOptions.LEASE
              + ": needed as soon as there is more than one.")
  private boolean leaderElect;

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAMESPACE",
      description = "Where the lease stands. Default: $$POD_NAMESPACE, else that of the context.")
  private @Nullable String leaseNamespace;

  @Option(
      names = "--lease-duration",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "For which nobody else takes over. Default: ${DEFAULT-VALUE}.")
  private int leaseSeconds;

  @Option(
      names = "--resync-minutes",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description =
          "Look once in as long at each object though nothing tells of a change; 0: never. Default:"
              + " ${DEFAULT-VALUE}.")
  private int resyncMinutes;

  @Option(
      names = "--dns",
      paramLabel = "SERVER",
      description =
          "What answers questions about names in the cluster, as NAMESPACE/KEY=VALUE[:PORT] or"
              + " CIDR[:PORT]; repeat for more. Workloads that state their egress may ask it. Default:"
              + " kube-system/k8s-app=kube-dns.")
  private List<String> dns = new ArrayList<>();

  @Option(
      names = "--namespaces",
      paramLabel = "NAMESPACE",
      split = ",",
      description =
          "Change objects in these namespaces only, separated by commas or repeated. All others are"
              + " read as well: what runs there keeps its room, and nothing is decided for it."
              + " Default: every namespace.")
  private List<String> namespaces = new ArrayList<>();

  @Option(
      names = "--self-zone",
      paramLabel = "ZONE",
      description =
          "The AvailabilityZone that this operator runs in, so that answers about survival say which"
              + " loss takes it as well (HubOnLostSite). Repeat it where replicas of the operator run"
              + " on several sites. Default: unknown, and nothing is said.")
  private List<String> selfZones = new ArrayList<>();

  @Option(
      names = "--probe-networks",
      paramLabel = "CIDR",
      split = ",",
      description =
          "Ask what zones state in spec.health.probes in these networks only, separated by commas or"
              + " repeated. Loopback, link-local and metadata addresses and the API server only where"
              + " they are listed as /32 or /128. Default: no probe is asked.")
  private List<String> probeNetworks = new ArrayList<>();

  @Option(
      names = "--cluster-access-providers",
      paramLabel = "FILE",
      description =
          "The credential plugins that may be run to reach clusters by their ClusterProfile: JSON with"
              + " providers, each with name and execConfig. Read once, at the start. Default: none.")
  private @Nullable Path accessProviders;

  @Option(
      names = "--tracing",
      description =
          "Send traces by OTLP over HTTP, from a change to what is written for it. The variables"
              + " OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER and the others of OpenTelemetry"
              + " say where to and how many. Default: none are made.")
  private boolean tracing;

  @Mixin private final MoveArguments moves = new MoveArguments();

  @Mixin private final LossArguments losses = new LossArguments();

  @ArgGroup(validate = false, heading = "%nWhat is kept of the decisions:%n")
  private final EvidenceArguments evidence = new EvidenceArguments();

  @ArgGroup(validate = false, heading = "%nThe page of the estate in a browser:%n")
  private final UiArguments ui = new UiArguments();

  @Mixin private final ClusterChoice cluster = new ClusterChoice();

  private final IOStreams streams;

  RunCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws InterruptedException {
    OperatorOptions typed = options().with(ui.options());
    Config config = cluster.lastingConfig();
    Logs.configure(logFormat, logLevel.name());
    if (logLevelFile != null) {
      Logs.follow(logLevelFile);
    }
    CountDownLatch end = new CountDownLatch(1);
    AtomicBoolean lost = new AtomicBoolean();
    try (KubernetesClient client = HubClient.of(config);
        Operator operator =
            new Operator(
                client,
                typed.leasedIn(
                    first(leaseNamespace, System.getenv("POD_NAMESPACE"), config.getNamespace())),
                () -> {
                  lost.set(true);
                  end.countDown();
                })) {
      Thread closing =
          new Thread(
              () -> {
                operator.close();
                end.countDown();
              },
              "closing");
      Runtime.getRuntime().addShutdownHook(closing);
      operator.start();
      end.await();
    } catch (StartException e) {
      throw new BadInputException("bleu run: " + e.getMessage());
    }
    if (lost.get()) {
      streams.err().println("bleu run: this process leads no longer, as its log says; it ends");
      return ExitCode.BAD_INPUT;
    }
    return ExitCode.OK;
  }

  /** What is typed, so that what is wrong in it is said before the cluster is looked for. */
  private OperatorOptions options() {
    String name = first(System.getenv("POD_NAME"), System.getenv("HOSTNAME"), "bleu");
    Duration lease = Duration.ofSeconds(Math.max(3, leaseSeconds));
    return new OperatorOptions(
            bindAddress,
            port,
            leaderElect,
            first(leaseNamespace, null, null),
            name + "_" + UUID.randomUUID(),
            lease,
            lease.multipliedBy(2).dividedBy(3),
            lease.dividedBy(7),
            Clock.systemUTC(),
            evidence.options(),
            NameServers.of(dns))
        .withResync(resync())
        .with(providers())
        .with(served())
        .inZones(selfZones)
        .moving(moves.perHour())
        .observingLosses(losses.most())
        .with(probes())
        .withTracing(tracing ? TracingOptions.BY_VARIABLES : null);
  }

  private AccessProviders providers() {
    try {
      return accessProviders == null ? AccessProviders.NONE : AccessProviders.read(accessProviders);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--cluster-access-providers: " + e.getMessage());
    }
  }

  private ProbeNetworks probes() {
    try {
      return ProbeNetworks.of(probeNetworks);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--probe-networks: " + e.getMessage());
    }
  }

  private ServedNamespaces served() {
    try {
      return ServedNamespaces.of(namespaces);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--namespaces: " + e.getMessage());
    }
  }

  private Duration resync() {
    if (resyncMinutes < 0) {
      throw new BadInputException(
          "--resync-minutes " + resyncMinutes + ": give a number of at least 1, or 0 for never");
    }
    return Duration.ofMinutes(resyncMinutes);
  }

  private static String first(@Nullable String a, @Nullable String b, @Nullable String c) {
    for (String s : new String[] {a, b, c}) {
      if (s != null && !s.isEmpty()) {
        return s;
      }
    }
    return "default";
  }
}
