package cloud.bleu.cli;

import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.sandbox.ZoneNodes;
import cloud.bleu.translate.ApiObjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
    Surface surface =
        new Surface(
            new PrintWriter(System.out, true), new PrintWriter(System.err, true), InputStream.nullInputStream(), Clock.systemUTC());
    InputOptions input = new InputOptions();
    input.files = List.of(directory);
    ApiObjects objects = Input.objects(input, surface);
    try (Sandbox sandbox = Sandbox.real(ControlPlaneBinaries.find(System.getenv()), ProjectCrds.all())) {
      ZoneNodes.missing(objects.zones(), objects.nodes()).forEach(sandbox::add);
      List<String> refused = sandbox.apply(SandboxCommand.ordered(objects));
      if (!refused.isEmpty()) {
        throw new IllegalStateException(String.join("\n", refused));
      }
      System.out.printf("%s: %d workloads, %d zones%n", directory, objects.workloads().size(), objects.zones().size());
      System.out.println("start  ready after  of CPU  settled after  resident  highest  threads");
      try (SandboxWatch watch = new SandboxWatch(sandbox.client(), objects.workloads().size(), surface)) {
        for (int start = 1; start <= STARTS; start++) {
          measure(start, sandbox.kubeconfig(), watch);
        }
      }
    }
  }

  private static void measure(int start, Path kubeconfig, SandboxWatch watch) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    List<String> command =
        new ArrayList<>(
            List.of("./bleu", "run", "--kubeconfig", kubeconfig.toString(), "--port", String.valueOf(port), "--log-format", "json", "--leader-elect"));
    command.addAll(List.of("--lease-namespace", "default", "--lease-duration", "15"));
    Path log = Files.createTempFile("bleu-operator-", ".log");
    long began = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      awaitReady(process, port, log);
      double ready = seconds(began);
      double cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
      watch.awaitSettled(PATIENCE);
      double settled = seconds(began);
      // What is still to be collected and returned shows in the highest figure, not in this one.
      TimeUnit.SECONDS.sleep(5);
      System.out.printf(
          "%5d  %9.2f s  %4.2f s  %11.2f s  %6d M  %5d M  %7d%n",
          start, ready, cpu, settled, status(process, "VmRSS") / 1024, status(process, "VmHWM") / 1024, status(process, "Threads"));
    } finally {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Files.delete(log);
    }
  }

  private static void awaitReady(Process process, int port, Path log) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).build();
    HttpClient client = HttpClient.newHttpClient();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new IllegalStateException("the operator did not become ready:\n" + Files.readString(log));
  }

  private static long status(Process process, String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no " + field + " in /proc");
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
