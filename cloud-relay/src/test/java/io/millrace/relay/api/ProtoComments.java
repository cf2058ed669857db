package io.millrace.relay.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the contract's files say above each message, field and method. */
final class ProtoComments {
  private static final Pattern BLOCK = Pattern.compile("^(?:message|service) (\\w+) .*");
  private static final Pattern METHOD = Pattern.compile("^  rpc (\\w+)\\(.*");
  private static final Pattern FIELD =
      Pattern.compile("^ +(?:repeated |optional )?[\\w.<>, ]+ (\\w+) = \\d+;.*");

  private final Map<String, String> texts = new HashMap<>();

  private ProtoComments() {}

  static ProtoComments read(Path folder) throws IOException {
    ProtoComments comments = new ProtoComments();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        comments.take(file);
      }
    }
    return comments;
  }

  /** Of a message or service by its name, of what is in it by name, dot, name; empty for none. */
  String of(String name) {
    return texts.getOrDefault(name, "");
  }

  private void take(Path file) throws IOException {
    String block = "";
    StringBuilder above = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      if (line.strip().startsWith("//")) {
        above.append(above.isEmpty() ? "" : " ").append(line.strip().substring(2).strip());
        continue;
      }
      Matcher begin = BLOCK.matcher(line);
      if (begin.matches()) {
        block = begin.group(1);
        texts.put(block, above.toString());
      }
      for (Pattern pattern : new Pattern[] {METHOD, FIELD}) {
        Matcher member = pattern.matcher(line);
        if (member.matches()) {
          texts.put(block + "." + member.group(1), above.toString());
        }
      }
      above.setLength(0);
    }
  }
}
