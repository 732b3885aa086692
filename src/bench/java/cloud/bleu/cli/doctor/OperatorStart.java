package cloud.bleu.cli.doctor;

import cloud.bleu.cli.sandbox.SandboxWatch;
import cloud.bleu.cli.SandboxCommand;
import cloud.bleu.cli.StartedOperator;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.sandbox.ZoneNodes;
import cloud.bleu.translate.object.ApiObjects;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The operator by itself, as the launcher starts it, against a real control plane with an example loaded: how long until it is ready, how much memory it holds
 * once all is settled. The first start places everything, the others find it placed.
 */
public final class OperatorStart {

  private static final int STARTS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private OperatorStart() {}

  /** Measures and prints; the argument is the directory that is loaded. */
  public static void main(String[] arguments) throws Exception {
    String directory = arguments.length == 0 ? "examples/hospital" : arguments[0];
    IOStreams streams =
        new IOStreams(
            new PrintWriter(System.out, true), new PrintWriter(System.err, true), InputStream.nullInputStream(), Clock.systemUTC());
    InputOptions input = new InputOptions();
    input.files = List.of(directory);
    ApiObjects objects = Input.objects(input, streams);
    try (Sandbox sandbox = Sandbox.real(ControlPlaneBinaries.find(System.getenv()), ProjectCrds.all())) {
      ZoneNodes.missing(objects.zones(), objects.nodes()).forEach(sandbox::add);
      List<String> refused = sandbox.apply(SandboxCommand.ordered(objects));
      if (!refused.isEmpty()) {
        throw new IllegalStateException(String.join("\n", refused));
      }
      System.out.printf("%s: %d workloads, %d zones%n", directory, objects.workloads().size(), objects.zones().size());
      System.out.println("start  ready after  of CPU  settled after  resident  highest  threads");
      try (SandboxWatch watch = new SandboxWatch(sandbox.client(), objects.workloads().size(), streams)) {
        for (int start = 1; start <= STARTS; start++) {
          measure(start, sandbox.kubeconfig(), watch);
        }
      }
    }
  }

  private static void measure(int start, Path kubeconfig, SandboxWatch watch) throws Exception {
    long began = System.nanoTime();
    try (StartedOperator operator = new StartedOperator(kubeconfig)) {
      operator.awaitReady(PATIENCE);
      double ready = seconds(began);
      double cpu = operator.cpu();
      watch.awaitSettled(PATIENCE);
      double settled = seconds(began);
      // What is still to be collected and returned shows in the highest figure, not in this one.
      TimeUnit.SECONDS.sleep(5);
      System.out.printf(
          "%5d  %9.2f s  %4.2f s  %11.2f s  %6d M  %5d M  %7d%n",
          start, ready, cpu, settled, operator.status("VmRSS") / 1024, operator.status("VmHWM") / 1024, operator.status("Threads"));
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
