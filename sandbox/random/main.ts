import { serve } from "../provider/server";
import { RandomProvider } from "./provider";

void serve(new RandomProvider());
