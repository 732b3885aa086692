package cloud.bleu.assess.report;

import cloud.bleu.assess.dependency.Dependency;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.dependency.HeldVolume;
import cloud.bleu.assess.dependency.OutsideUse;
import cloud.bleu.credential.ShownText;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** A graph of dependencies as a drawing: Graphviz DOT, or Mermaid for Markdown. */
public final class DependencyDrawing {

  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> ids = new HashMap<>();
  private final DependencyGraph graph;
  private final Language language;

  private enum Language {
    DOT,
    MERMAID
  }

  private DependencyDrawing(DependencyGraph graph, Language language) {
    this.graph = graph;
    this.language = language;
  }

  /** For {@code dot -Tsvg}. */
  public static String dot(DependencyGraph graph) {
    DependencyDrawing drawing = new DependencyDrawing(graph, Language.DOT);
    drawing.text.append("digraph dependencies {\n  rankdir=LR;\n  node [shape=box];\n");
    drawing.draw();
    return drawing.text.append("}\n").toString();
  }

  /** For a block of Markdown that forges draw. */
  public static String mermaid(DependencyGraph graph) {
    DependencyDrawing drawing = new DependencyDrawing(graph, Language.MERMAID);
    drawing.text.append("flowchart LR\n");
    drawing.draw();
    return drawing.text.toString();
  }

  private void draw() {
    graph.workloads().forEach(w -> node(w, "[", "]", ""));
    TreeSet<String> outside = new TreeSet<>();
    graph.leaving().forEach(l -> outside.add(l.name()));
    outside.forEach(o -> node(o, "([", "])", "shape=ellipse, style=dashed"));
    for (HeldVolume volume : graph.volumes()) {
      String name = volume.name() + " " + volume.size() + " " + volume.storageClass();
      String key = volume.workload() + "\n" + name;
      if (!ids.containsKey(key)) {
        node(key, name, "[(", ")]", "shape=cylinder");
        edge(volume.workload(), key, "holds", false);
      }
    }
    for (Dependency d : graph.dependencies()) {
      edge(d.from(), d.to(), d.kind().name(), d.kind().isDirected());
    }
    for (OutsideUse use : graph.leaving()) {
      edge(use.from(), use.name(), "leaves", true);
    }
  }

  private void node(String name, String open, String close, String style) {
    node(name, name, open, close, style);
  }

  private void node(String key, String name, String open, String close, String style) {
    String id = "n" + ids.size();
    ids.put(key, id);
    text.append("  ").append(id);
    if (language == Language.DOT) {
      text.append(" [label=").append(quoted(name));
      text.append(style.isEmpty() ? "" : ", " + style).append("];\n");
    } else {
      text.append(open).append(quoted(name)).append(close).append('\n');
    }
  }

  private void edge(String from, String to, String label, boolean directed) {
    String one = ids.get(from);
    String other = ids.get(to);
    if (language == Language.DOT) {
      text.append("  ").append(one).append(" -> ").append(other);
      text.append(" [label=").append(label).append(directed ? "" : ", dir=none, style=dotted");
      text.append("];\n");
    } else {
      text.append("  ").append(one).append(directed ? " -->|" : " -.-|").append(label);
      text.append("| ").append(other).append('\n');
    }
  }

  /** Names of others: nothing in them ends the label. */
  private String quoted(String name) {
    String visible = ShownText.visible(name);
    return language == Language.DOT
        ? "\"" + visible.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
        : "\"" + visible.replace("#", "#35;").replace("\"", "#quot;").replace("<", "#lt;") + "\"";
  }
}
