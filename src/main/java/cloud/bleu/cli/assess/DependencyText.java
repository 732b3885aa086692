package cloud.bleu.cli.assess;

import cloud.bleu.assess.dependency.Dependency;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.Entrance;
import cloud.bleu.assess.dependency.Evidence;
import cloud.bleu.assess.dependency.HeldVolume;
import cloud.bleu.assess.dependency.OutsideUse;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;

/** A graph of dependencies for people. */
public final class DependencyText {

  private DependencyText() {}

  /**
   * Dependencies with their evidence, then data, what leaves, what leads in, and cycles.
   *
   * @param format table, which has the first evidence of each; wide, which has each; or name
   */
  public static String of(DependencyGraph graph, Format format) {
    if (format == Format.NAME) {
      Table names = new Table("WORKLOAD");
      graph.workloads().forEach(names::row);
      return names.text(format);
    }
    List<String> parts = new ArrayList<>();
    add(parts, dependencies(graph, format), format);
    add(parts, volumes(graph), format);
    add(parts, uses("CALLS OUTSIDE", graph.leaving(), format), format);
    add(parts, entrances(graph), format);
    add(parts, uses("NOT SEEN", graph.notSeen(), format), format);
    StringBuilder closing = new StringBuilder();
    for (List<String> cycle : graph.cycles()) {
      closing.append(Table.wrapped("Cycle: " + String.join(", ", cycle) + " need each other.", 2));
    }
    closing.append(
        Table.wrapped(
            "Workloads: "
                + graph.workloads().size()
                + ", dependencies: "
                + graph.dependencies().size()
                + ". What programs call beyond their settings is not seen.",
            2));
    parts.add(closing.toString());
    return String.join("\n", parts);
  }

  private static void add(List<String> parts, Table table, Format format) {
    if (!table.isEmpty()) {
      parts.add(table.text(format));
    }
  }

  private static Table dependencies(DependencyGraph graph, Format format) {
    Table table = new Table("WORKLOAD", "DEPENDS ON", "HOW", "WHERE", "FOUND");
    for (Dependency d : graph.dependencies()) {
      for (Evidence one : shown(d.evidence(), format)) {
        table.row(d.from(), d.to(), d.kind(), where(one, d.evidence().size(), format), one.found());
      }
    }
    return table;
  }

  private static Table uses(String heading, List<OutsideUse> uses, Format format) {
    Table table = new Table("WORKLOAD", heading, "WHERE", "FOUND");
    for (OutsideUse use : uses) {
      for (Evidence one : shown(use.evidence(), format)) {
        table.row(use.from(), use.name(), where(one, use.evidence().size(), format), one.found());
      }
    }
    return table;
  }

  private static List<Evidence> shown(List<Evidence> evidence, Format format) {
    return format == Format.WIDE ? evidence : evidence.subList(0, 1);
  }

  private static String where(Evidence evidence, int all, Format format) {
    String position = evidence.place().position();
    if (format == Format.WIDE && evidence.place().isInFile()) {
      return position + " " + evidence.place().object() + " " + evidence.place().path();
    }
    return all == 1 ? position : position + " and " + (all - 1) + " more";
  }

  private static Table volumes(DependencyGraph graph) {
    Table table = new Table("WORKLOAD", "HOLDS", "SIZE", "COUNT", "CLASS", "MODES", "READERS");
    for (HeldVolume volume : graph.volumes()) {
      table.row(
          volume.workload(),
          volume.name(),
          volume.size(),
          volume.count(),
          volume.storageClass(),
          volume.accessModes().isEmpty() ? "-" : volume.accessModes(),
          graph.readers(volume.workload()).size());
    }
    return table;
  }

  private static Table entrances(DependencyGraph graph) {
    Table table = new Table("WORKLOAD", "REACHED THROUGH", "WHERE");
    for (Entrance entrance : graph.entrances()) {
      table.row(entrance.workload(), entrance.name(), entrance.place().position());
    }
    return table;
  }
}
