package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a workload stands on besides the zones it runs in, link by link. */
public final class Links {

  private final List<Link> links = new ArrayList<>();
  private final ExplanationWords words;

  /**
   * @param kind a key of a word: {@code egress}
   * @param name what the workload calls it, empty where it has no name of its own
   * @param target where it leads
   * @param remarks in the language of the reader
   */
  private record Link(String kind, String name, String target, List<String> remarks) {}

  private Links(
      Workload workload,
      ExplanationWords words,
      Function<Message, String> users,
      Function<Message, String> entrances) {
    this.words = words;
    Closure closure = workload.closure();
    dependencies(closure);
    closure.images().forEach(i -> add("image", users.apply(i.user()), i.reference()));
    for (Closure.Claim claim : closure.claims()) {
      String of = claim.storageClass();
      add("claim", users.apply(claim.user()), of == null ? words.word("link.defaultClass") : of);
    }
    if (closure.backup() != null) {
      closure.backup().toZones().forEach(zone -> add("backup", "", zone));
    }
    egress(closure);
    closure.exposedBy().forEach(by -> add("ingress", "", entrances.apply(by)));
  }

  /** In English. */
  static Links of(Workload workload) {
    return new Links(workload, ExplanationWords.ENGLISH, Message::text, Message::text);
  }

  /**
   * In another language.
   *
   * @param words of that language
   * @param users what a part of a template is called after the kind of a link: {@code container
   *     web}
   * @param entrances what that is called which brings requests in
   */
  public static Links of(
      Workload workload,
      ExplanationWords words,
      Function<Message, String> users,
      Function<Message, String> entrances) {
    return new Links(workload, words, users, entrances);
  }

  private void dependencies(Closure closure) {
    List<Closure.Dependency> dependencies = closure.dependencies();
    if (dependencies == null || dependencies.isEmpty()) {
      add("dependency", "", words.word(dependencies == null ? "link.notStated" : "link.none"));
      return;
    }
    for (Closure.Dependency d : dependencies) {
      List<String> remarks = new ArrayList<>(d.services());
      if (d.identity()) {
        remarks.add(words.word("link.identity"));
      }
      if (d.ingress()) {
        remarks.add(words.word("link.entrance"));
      }
      links.add(new Link("dependency", d.name(), d.provider() + "/" + d.offering(), remarks));
    }
  }

  private void egress(Closure closure) {
    List<Closure.Destination> egress = closure.egress();
    if (egress == null || egress.isEmpty()) {
      add("egress", "", words.word(egress == null ? "link.notStated" : "link.onlyDns"));
      return;
    }
    for (Closure.Destination d : egress) {
      boolean declared = d.way() == Closure.Way.Host;
      links.add(
          new Link(
              "egress",
              d.name(),
              words.word("link.way" + d.way()) + " " + d.target(),
              declared ? List.of(words.word("link.declared")) : List.of()));
    }
  }

  private void add(String kind, String name, String target) {
    links.add(new Link(kind, name, target, List.of()));
  }

  /** One paragraph for each. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Link link : links) {
      String remarks =
          link.remarks().isEmpty() ? "" : " (" + String.join(", ", link.remarks()) + ")";
      text.append(
          Table.wrapped(
              "  "
                  + words.word("link." + link.kind())
                  + (link.name().isEmpty() ? "" : " " + link.name())
                  + words.word("link.is")
                  + link.target()
                  + remarks,
              4));
    }
    return text.toString();
  }

  /** One map for each link, for programs. */
  List<Map<String, Object>> tree() {
    List<Map<String, Object>> tree = new ArrayList<>();
    for (Link link : links) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("link", link.kind());
      one.put("name", link.name());
      one.put("target", link.target());
      one.put("remarks", link.remarks());
      tree.add(one);
    }
    return tree;
  }
}
