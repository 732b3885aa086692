package cloud.bleu.placement.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell people: the key of a sentence and the facts that stand in it, by name. Equal if
 * key and facts are. It is put into words when somebody asks for them, in the language of a {@link
 * MessageBundle}; those in English are kept.
 *
 * <p>A fact is a text that is the same in every language (a name, a path, a code), a number, a day,
 * an instant, a constant of an enumeration, a message, or a collection of these in its order. Null
 * and an empty collection are left out with the part of the sentence that is about them.
 *
 * <p>The order is that of the English words, so that lists of messages have one order in every
 * language.
 */
public final class Message implements Comparable<Message> {
  private static final String ADVISED = "advised";
  private static final String RECORDED = "recorded";

  /** No words at all. */
  public static final Message NOTHING = of("nothing");

  private final String key;
  private final @Nullable Object[] facts;

  /** Null until somebody asks; whoever computes it finds the same. */
  private @Nullable String english;

  private Message(String key, @Nullable Object[] facts) {
    this.key = key;
    this.facts = facts;
  }

  /**
   * A message.
   *
   * @param key of the sentence in the bundles
   * @param facts names, each followed by its value
   */
  public static Message of(String key, @Nullable Object... facts) {
    @Nullable Object[] own = facts.clone();
    for (int i = 1; i < own.length; i += 2) {
      if (own[i] instanceof Collection<?> several) {
        own[i] = Collections.unmodifiableList(new ArrayList<>(several));
      }
    }
    return new Message(key, own);
  }

  /** Words that were written down in English, of which nobody has the facts any more. */
  public static Message recorded(String text) {
    return of(RECORDED, "text", text);
  }

  /** This, and what to do about it next. */
  public Message advising(Message next) {
    return of(ADVISED, "fact", this, "next", next);
  }

  /** What is so, without what to do about it. */
  public Message fact() {
    return part("fact", this);
  }

  /** What to do next; {@link #NOTHING} where it does not say. */
  public Message next() {
    return part("next", NOTHING);
  }

  private Message part(String name, Message otherwise) {
    return key.equals(ADVISED) && value(name) instanceof Message part ? part : otherwise;
  }

  /** The key of its sentence. */
  public String key() {
    return key;
  }

  /** Whether nothing is left of it but words in English. */
  public boolean isRecorded() {
    return key.equals(RECORDED);
  }

  /** The names of its facts, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < facts.length; i += 2) {
      names.add(String.valueOf(facts[i]));
    }
    return names;
  }

  /** The fact of that name; null where there is none. */
  public @Nullable Object value(String name) {
    for (int i = 0; i < facts.length; i += 2) {
      if (name.equals(facts[i])) {
        return facts[i + 1];
      }
    }
    return null;
  }

  /** In English: what conditions, events, reports and records carry. */
  public String text() {
    String text = english;
    if (text == null) {
      text = MessageBundle.ENGLISH.text(this);
      english = text;
    }
    return text;
  }

  @Override
  public int compareTo(Message other) {
    return text().compareTo(other.text());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Message message
        && message.key.equals(key)
        && Arrays.equals(message.facts, facts);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(facts);
  }

  @Override
  public String toString() {
    return text();
  }
}
