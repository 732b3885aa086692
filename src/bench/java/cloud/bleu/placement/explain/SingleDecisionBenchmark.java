package cloud.bleu.placement.explain;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One workload of six replicas that outlives any zone, into a loaded state of nine zones; and the whole plan of that state. The workload that is tried is the last of the
 * estate and not part of the load.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SingleDecisionBenchmark {

  // JMH has a Scope of its own.
  private static final cloud.bleu.placement.model.Scope ZONE = cloud.bleu.placement.model.Scope.ZONE;
  private static final int ZONES = 9;
  private static final int LOAD = 200;

  private LoadedEstate session;
  private Estate fresh;

  @Setup
  public void load() {
    List<Workload> workloads = new ArrayList<>();
    for (int i = 0; i < LOAD; i++) {
      workloads.add(workload("load-%03d".formatted(i)).replicas(3 + i % 4).tolerate(ZONE, 1, Workload.Recover.Reserved, true).build());
    }
    EstateBuilder builder = estate();
    for (int z = 1; z <= ZONES; z++) {
      builder.zone(zone("z" + z).cpu(400));
    }
    Estate zones = builder.build();
    fresh = new Estate(zones.now(), zones.providers(), zones.zones(), workloads, List.of(), List.of());
    List<Placement> running = Estates.inForce(Planner.plan(fresh));
    List<Workload> more = new ArrayList<>(workloads);
    more.add(workload("tried").replicas(6).tolerate(ZONE, 4, Workload.Recover.Reserved, true).build());
    session = new LoadedEstate(new Estate(zones.now(), zones.providers(), zones.zones(), more, running, List.of()));
    if (!session.places(LOAD)) {
      throw new IllegalStateException("the workload that is measured has no room");
    }
  }

  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public boolean oneWorkloadIntoALoadedState() {
    return session.places(LOAD);
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public Plan twoHundredWorkloadsFromNothing() {
    return Planner.plan(fresh);
  }
}
